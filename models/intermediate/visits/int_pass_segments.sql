{{ config(materialized='table') }}
-- What kind of option each pricing option in a client's hands is, and who holds it. The first that fits: aggregator, intro, drop_in,
-- membership (of a membership or a contract, or unlimited), comp, pack. An option given away is one whose sale only complimentary
-- tenders paid, be it with nothing: a guest pass has no price.
with holdings as (
    select * from {{ ref('stg_mindbody__client_services') }}
),

services as (
    select * from {{ ref('stg_mindbody__services') }}
),

people as (
    select * from {{ ref('int_person_by_client_id') }}
),

given_away as (
    select site_id, sale_id
    from {{ ref('int_tenders') }}
    group by site_id, sale_id
    having bool_or(tender_kind = 'comp') and bool_and(tender_kind = 'comp' or amount = 0)
),

sold as (
    select
        lines.site_id,
        lines.payment_ref_id as client_service_id,
        bool_or(coalesce(lines.contract_id, 0) <> 0) as is_of_contract,
        bool_and(given_away.sale_id is not null) as is_given_away
    from {{ ref('int_sale_lines') }} as lines
    left join given_away on lines.site_id = given_away.site_id and lines.sale_id = given_away.sale_id
    where lines.is_service and not lines.is_reversal and lines.payment_ref_id is not null
    group by lines.site_id, lines.payment_ref_id
)

select
    holdings.site_id,
    holdings.client_service_id,
    holdings.product_id,
    coalesce(people.person_key, holdings.site_id || '-client-' || nullif(holdings.client_id, '')) as owner_person_key,
    {{ option_segment(
        'services',
        'greatest(coalesce(holdings.session_count, 0), coalesce(services.session_count, 0))',
        'coalesce(sold.is_of_contract, false)',
        'coalesce(sold.is_given_away, false)'
    ) }} as segment,
    coalesce(sold.is_given_away, false) as is_given_away
from holdings
left join services on holdings.site_id = services.site_id and holdings.product_id = services.product_id
left join people on holdings.site_id = people.site_id and holdings.client_id = people.client_id
left join sold on holdings.site_id = sold.site_id and holdings.client_service_id = sold.client_service_id
