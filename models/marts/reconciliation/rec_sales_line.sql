-- The Sales report as Mindbody prints it: a line for each item and tender. The figures of the item stand on every one of its
-- tender rows, as in the report; `paid` is that tender's share, and only `paid` may be summed over tender rows.
with lines as (
    select
        *,
        row_number() over (partition by site_id, sale_id, item_name order by sale_detail_id) as occurrence_no
    from {{ ref('int_sale_lines') }}
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

locations as (
    select * from {{ ref('dim_location') }}
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    coalesce(allocation.payment_id, 0) as payment_id,
    coalesce(lines.item_name, '') || ' #' || lines.occurrence_no as line_key,
    row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id order by allocation.payment_id
    ) as tender_no,
    lines.item_name,
    lines.item_kind,
    lines.client_id,
    lines.location_id,
    locations.location_name,
    lines.local_date,
    lines.sale_local as sold_at_local,
    cast(lines.original_sale_local as date) as original_local_date,
    lines.quantity,
    -- Without tax, also where prices hold it: subtotal - discount + tax is the item total.
    if(lines.quantity = 0, lines.unit_price, {{ amount_each('lines.gross', 'lines.quantity') }}) as item_price,
    cast(lines.gross as decimal(18, 4)) as subtotal,
    cast(lines.discount as decimal(18, 4)) as discount,
    cast(lines.tax as decimal(18, 4)) as tax,
    cast(lines.total as decimal(18, 4)) as item_total,
    tenders.method as payment_method,
    cast(coalesce(allocation.amount, 0) as decimal(18, 4)) as paid,
    coalesce(tenders.is_cash_equivalent, false) as is_cash_equivalent,
    lines.is_reversal or lines.is_returned as is_returned,
    lines.currency
from lines
left join allocation
    on lines.site_id = allocation.site_id
    and lines.sale_id = allocation.sale_id
    and lines.sale_detail_id = allocation.sale_detail_id
left join tenders
    on allocation.site_id = tenders.site_id
    and allocation.sale_id = tenders.sale_id
    and allocation.payment_id = tenders.payment_id
left join locations
    on lines.site_id = locations.site_id and lines.location_id = locations.location_id
