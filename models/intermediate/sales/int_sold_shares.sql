{{ config(materialized='table') }}
-- Sold lines without tax and net of discount, cut by tender: cash-equivalent shares are the cash basis (int_cash_lines), and all
-- shares with the rest that no tender paid are the accrual basis, the line itself. Quantity and count stand with a line's first
-- share, so that they add up too.
with lines as (
    select * from {{ ref('int_sale_lines') }} where local_date is not null
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
),

paid as (
    select
        site_id,
        sale_id,
        sale_detail_id,
        sum(paid - tax_part) as net,
        sum(discount_part) as discount,
        sum(tax_part) as tax
    from shares
    group by site_id, sale_id, sale_detail_id
),

cut as (
    select
        shares.site_id,
        shares.sale_id,
        shares.sale_detail_id,
        shares.turn = 1 as is_first,
        shares.is_cash_equivalent,
        shares.paid - shares.tax_part as net,
        shares.discount_part as discount,
        shares.tax_part as tax,
        shares.tip_part,
        shares.is_gift_card_money,
        shares.is_account_money
    from shares
    union all
    -- Never paid, or paid more than it cost.
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        false,
        false,
        lines.net - paid.net,
        lines.discount - paid.discount,
        lines.tax - paid.tax,
        0,
        false,
        false
    from lines
    inner join paid
        on lines.site_id = paid.site_id
        and lines.sale_id = paid.sale_id
        and lines.sale_detail_id = paid.sale_detail_id
    where lines.net <> paid.net or lines.discount <> paid.discount or lines.tax <> paid.tax
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    lines.local_date,
    coalesce(lines.location_id, 0) as location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    coalesce(categories.category_name, 'Uncategorized') as category_name,
    coalesce(trim(lines.item_name), '') as item_name,
    lines.item_kind,
    coalesce(lines.is_service, false) as is_service,
    lines.item_kind not in ({{ deposit_kinds() }}) as in_accrual,
    cut.is_cash_equivalent as in_cash,
    lines.is_reversal as is_return,
    if(cut.is_first, lines.quantity, 0) as quantity,
    cut.is_first,
    cut.net,
    cut.discount,
    cut.tax,
    cut.tip_part,
    if(cut.is_gift_card_money, cut.net, 0) as gift_card_part,
    if(cut.is_account_money, cut.net, 0) as account_part,
    readings.changed_at,
    readings.read_since,
    lines.currency
from cut
inner join lines
    on cut.site_id = lines.site_id
    and cut.sale_id = lines.sale_id
    and cut.sale_detail_id = lines.sale_detail_id
inner join readings on cut.site_id = readings.site_id and cut.sale_id = readings.sale_id
left join categories
    on lines.site_id = categories.site_id and lines.category_id = categories.category_id
left join locations
    on lines.site_id = locations.site_id and lines.location_id = locations.location_id
