-- The Daily Closeout report: what the desk took, by tender. Sales of the online store are not in it. Its cash-equivalent total is
-- the Sales report's on the cash basis; gift cards and client accounts stand beside it as tenders of their own.
with tenders as (
    select * from {{ ref('int_tenders') }} where local_date is not null
),

parts as (
    select * from {{ ref('int_tender_parts') }}
),

readings as (
    select * from {{ ref('int_sale_readings') }}
),

locations as (
    select * from {{ ref('dim_location') }}
)

select
    tenders.site_id,
    tenders.local_date,
    coalesce(tenders.location_id, 0) as location_id,
    tenders.method as payment_method,
    tenders.tender_kind,
    tenders.is_cash_equivalent,
    tenders.is_cash_equivalent as in_cash,
    any_value(locations.location_name) as location_name,
    bool_and(coalesce(locations.is_active, true)) as is_active_location,
    cast(sum(tenders.amount) as decimal(18, 4)) as amount,
    count(*) as tender_n,
    cast(sum(coalesce(parts.tax_part, 0)) as decimal(18, 4)) as tax_part,
    cast(sum(coalesce(parts.tip_part, 0)) as decimal(18, 4)) as tip_part,
    cast(sum(coalesce(parts.discount_part, 0)) as decimal(18, 4)) as discount_part,
    cast(sum(coalesce(parts.gift_card_part, 0)) as decimal(18, 4)) as gift_card_part,
    cast(sum(coalesce(parts.account_part, 0)) as decimal(18, 4)) as account_part,
    max(readings.changed_at) as changed_at,
    min(readings.read_since) as read_since,
    any_value(tenders.currency) as currency
from tenders
inner join readings on tenders.site_id = readings.site_id and tenders.sale_id = readings.sale_id
left join parts
    on tenders.site_id = parts.site_id
    and tenders.sale_id = parts.sale_id
    and tenders.payment_id = parts.payment_id
left join locations
    on tenders.site_id = locations.site_id and tenders.location_id = locations.location_id
where not coalesce(locations.is_online_store, false)
group by
    tenders.site_id, tenders.local_date, coalesce(tenders.location_id, 0), tenders.method, tenders.tender_kind,
    tenders.is_cash_equivalent
