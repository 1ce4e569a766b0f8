-- The Sales report as Mindbody prints it: a line for each item and tender. The figures of the item stand on every one of its
-- tender rows, as in the report; `paid` is that tender's share, and only `paid` and the parts may be summed over tender rows.
with lines as (
    select
        *,
        row_number() over (partition by site_id, sale_id, item_name order by sale_detail_id) as occurrence_no
    from {{ ref('int_sale_lines') }}
),

shares as (
    select * from {{ ref('int_line_tenders') }}
),

readings as (
    select * from {{ ref('int_sale_readings') }}
),

categories as (
    select * from {{ ref('int_report_categories') }}
),

locations as (
    select * from {{ ref('dim_location') }}
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    shares.payment_id,
    coalesce(lines.item_name, '') || ' #' || lines.occurrence_no as line_key,
    row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id order by shares.payment_id
    ) as tender_no,
    lines.item_name,
    lines.item_kind,
    coalesce(categories.category_name, 'Uncategorized') as category_name,
    lines.client_id,
    lines.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    lines.local_date,
    lines.sale_local as sold_at_local,
    cast(lines.original_sale_local as date) as original_local_date,
    shares.settlement_date,
    lines.quantity,
    -- Without tax, also where prices hold it: subtotal - discount + tax is the item total.
    if(lines.quantity = 0, lines.unit_price, {{ amount_each('lines.gross', 'lines.quantity') }}) as item_price,
    cast(lines.gross as decimal(18, 4)) as subtotal,
    cast(lines.discount as decimal(18, 4)) as discount,
    cast(lines.tax as decimal(18, 4)) as tax,
    cast(lines.total as decimal(18, 4)) as item_total,
    shares.method as payment_method,
    shares.paid,
    shares.is_cash_equivalent,
    lines.item_kind not in ({{ deposit_kinds() }}) as in_accrual,
    shares.is_cash_equivalent as in_cash,
    lines.is_reversal as is_return,
    lines.is_reversal or lines.is_returned as is_returned,
    shares.is_void,
    lines.contract_id is not null as is_autopay,
    shares.tax_part,
    shares.tip_part,
    shares.discount_part,
    cast(if(shares.is_gift_card_money, shares.paid, 0) as decimal(18, 4)) as gift_card_part,
    cast(if(shares.is_account_money, shares.paid, 0) as decimal(18, 4)) as account_part,
    readings.changed_at,
    readings.read_since,
    lines.currency
from lines
inner join shares
    on lines.site_id = shares.site_id
    and lines.sale_id = shares.sale_id
    and lines.sale_detail_id = shares.sale_detail_id
inner join readings on lines.site_id = readings.site_id and lines.sale_id = readings.sale_id
left join categories
    on lines.site_id = categories.site_id and lines.category_id = categories.category_id
left join locations
    on lines.site_id = locations.site_id and lines.location_id = locations.location_id
