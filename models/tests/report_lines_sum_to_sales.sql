-- The twin of the Sales report holds every line once (its first tender row) and every allocated cent once.
with twin as (
    select
        site_id,
        sale_id,
        sum(item_total) filter (where tender_no = 1) as total,
        sum(paid) as paid
    from {{ ref('rec_sales_line') }}
    group by site_id, sale_id
),

lines as (
    select site_id, sale_id, sum(total) as total
    from {{ ref('fct_sale_line') }}
    group by site_id, sale_id
),

allocated as (
    select site_id, sale_id, sum(amount) as paid
    from {{ ref('int_tender_allocation') }}
    group by site_id, sale_id
)

select
    site_id,
    sale_id,
    lines.total,
    twin.total as twin_total,
    twin.paid as twin_paid
from lines
full join twin using (site_id, sale_id)
left join allocated using (site_id, sale_id)
where lines.total is distinct from twin.total or coalesce(allocated.paid, 0) is distinct from twin.paid
