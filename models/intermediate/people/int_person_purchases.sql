{{ config(materialized='table') }}
-- What persons bought up to as_of: every line that sells something, returns among them, under the person who bought it. Money put
-- down for later (gift cards, account money) and tips are no purchase, and what is sold to a client whom no list ever named (the
-- till's own, for walk-ins) is nobody's. A paid purchase, with which somebody becomes a customer, is worth more than nothing, was
-- not given away whole, and is neither a drop-in nor an option of an aggregator: those commit nobody.
with lines as (
    select * from {{ ref('int_sale_lines') }}
    where item_kind not in ({{ deposit_kinds() }}, 'tip')
),

services as (
    select site_id, product_id, service_type, is_third_party_discount_pricing
    from {{ ref('stg_mindbody__services') }}
),

people as (
    select * from {{ ref('int_person_by_client_id') }} where not is_excluded_person
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

given_away as (
    select site_id, sale_id
    from {{ ref('int_tenders') }}
    where amount <> 0 or tender_kind = 'comp'
    group by site_id, sale_id
    having bool_and(tender_kind = 'comp')
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    people.person_key,
    lines.local_date,
    lines.item_kind,
    lines.product_id,
    lines.is_reversal,
    lines.net,
    lines.net > 0 and not lines.is_reversal and given_away.sale_id is null as is_paid,
    is_paid
    and coalesce(services.service_type, '') <> 'Drop-in'
    and not coalesce(services.is_third_party_discount_pricing, false) as is_paid_purchase
from lines
inner join as_of on lines.site_id = as_of.site_id and lines.local_date <= as_of.as_of_date
inner join people on lines.site_id = people.site_id and lines.client_id = people.client_id
left join services
    on lines.is_service and lines.site_id = services.site_id and lines.product_id = services.product_id
left join given_away on lines.site_id = given_away.site_id and lines.sale_id = given_away.sale_id
