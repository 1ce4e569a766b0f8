-- A line that its tenders paid in full gives them all of its tax and discount.
with shares as (
    select
        site_id,
        sale_id,
        sale_detail_id,
        any_value(item_total) as total,
        any_value(tax) as tax,
        any_value(discount) as discount,
        sum(paid) as paid,
        sum(tax_part) as tax_part,
        sum(discount_part) as discount_part
    from {{ ref('rec_sales_line') }}
    group by site_id, sale_id, sale_detail_id
)

select *
from shares
where paid = total and (tax_part <> tax or discount_part <> discount)
