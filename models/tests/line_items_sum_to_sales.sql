-- Fails with every sale whose line items do not come to its lines.
with items as (
    select
        cast(source_relation as bigint) as site_id,
        cast(header_id as bigint) as sale_id,
        sum(total_amount) as total,
        sum(tax_amount) as tax,
        sum(discount_amount) as discount
    from {{ ref('mindbody__line_item_enhanced') }}
    group by source_relation, header_id
),

lines as (
    select site_id, sale_id, sum(total) as total, sum(tax) as tax, sum(discount) as discount
    from {{ ref('fct_sale_line') }}
    group by site_id, sale_id
)

select
    coalesce(items.site_id, lines.site_id) as site_id,
    coalesce(items.sale_id, lines.sale_id) as sale_id,
    items.total as items_total,
    lines.total as lines_total
from items
full join lines on items.site_id = lines.site_id and items.sale_id = lines.sale_id
where items.total is distinct from lines.total
    or items.tax is distinct from lines.tax
    or items.discount is distinct from lines.discount
