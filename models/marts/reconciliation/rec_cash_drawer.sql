-- The Cash Drawer report: each sale with the tenders that are flagged cash equivalent. Autopays never touch the drawer: a sale of
-- nothing but what contracts charged is left out.
with tenders as (
    select * from {{ ref('int_tenders') }} where is_cash_equivalent
),

parts as (
    select * from {{ ref('int_tender_parts') }}
),

readings as (
    select * from {{ ref('int_sale_readings') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

sales as (
    select
        site_id,
        sale_id,
        any_value(cast(original_sale_local as date)) as original_local_date,
        bool_and(contract_id is not null) as is_autopay,
        bool_and(is_reversal or is_returned) as is_returned
    from {{ ref('int_sale_lines') }}
    group by site_id, sale_id
),

drawer as (
    select
        tenders.site_id,
        tenders.sale_id,
        any_value(tenders.client_id) as client_id,
        any_value(tenders.location_id) as location_id,
        any_value(tenders.local_date) as local_date,
        any_value(tenders.sale_local) as sold_at_local,
        any_value(tenders.currency) as currency,
        sum(tenders.amount) filter (where tenders.tender_kind = 'cash') as cash,
        sum(tenders.amount) filter (where tenders.tender_kind = 'check') as checks,
        sum(tenders.amount) filter (where tenders.tender_kind = 'card') as credit,
        sum(tenders.amount) filter (where tenders.tender_kind not in ('cash', 'check', 'card')) as other,
        sum(tenders.amount) as total,
        sum(parts.tax_part) as tax_part,
        sum(parts.tip_part) as tip_part,
        sum(parts.discount_part) as discount_part,
        sum(parts.gift_card_part) as gift_card_part,
        sum(parts.account_part) as account_part,
        bool_and(coalesce(parts.is_void, false)) as is_void,
        max(parts.settlement_date) as settlement_date
    from tenders
    left join parts
        on tenders.site_id = parts.site_id
        and tenders.sale_id = parts.sale_id
        and tenders.payment_id = parts.payment_id
    group by tenders.site_id, tenders.sale_id
)

select
    drawer.site_id,
    drawer.sale_id,
    drawer.client_id,
    drawer.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    drawer.local_date,
    drawer.sold_at_local,
    sales.original_local_date,
    drawer.settlement_date,
    {%- for column in ['cash', 'checks', 'credit', 'other'] %}
    cast(coalesce(drawer.{{ column }}, 0) as decimal(18, 4)) as {{ column }},
    {%- endfor %}
    cast(drawer.total as decimal(18, 4)) as total,
    drawer.total < 0 as is_return,
    coalesce(sales.is_returned, drawer.total < 0) as is_returned,
    drawer.is_void,
    {%- for column in ['tax_part', 'tip_part', 'discount_part', 'gift_card_part', 'account_part'] %}
    cast(coalesce(drawer.{{ column }}, 0) as decimal(18, 4)) as {{ column }},
    {%- endfor %}
    readings.changed_at,
    readings.read_since,
    drawer.currency
from drawer
inner join readings on drawer.site_id = readings.site_id and drawer.sale_id = readings.sale_id
left join sales on drawer.site_id = sales.site_id and drawer.sale_id = sales.sale_id
left join locations
    on drawer.site_id = locations.site_id and drawer.location_id = locations.location_id
where not coalesce(sales.is_autopay, false)
