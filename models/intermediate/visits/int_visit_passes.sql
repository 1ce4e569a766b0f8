-- Which pricing option a visit took, of which kind it is, and whose. Packs are shared and given: who holds the option need not be
-- who came. Where the holding is not listed any more, the service the visit names tells the kind; nothing is guessed from a name.
with visits as (
    select * from {{ ref('int_visits_persons') }}
),

passes as (
    select * from {{ ref('int_pass_segments') }}
),

services as (
    select
        site_id,
        product_id,
        {{ option_segment('services', 'coalesce(services.session_count, 0)', 'false', 'false') }} as segment
    from {{ ref('stg_mindbody__services') }} as services
)

select
    visits.site_id,
    visits.visit_id,
    passes.owner_person_key,
    coalesce(passes.owner_person_key <> visits.person_key, false) as is_on_others_pack,
    coalesce(passes.segment, services.segment, 'unknown') as segment
from visits
left join passes on visits.site_id = passes.site_id and visits.service_id = passes.client_service_id
left join services
    on passes.client_service_id is null
    and visits.site_id = services.site_id
    and visits.product_id = services.product_id
