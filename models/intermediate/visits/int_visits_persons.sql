{{ config(materialized='table') }}
-- Visits with the person who made them. The unique id never changes; the client id can be edited by the owner, so it only
-- serves where the visit carries no unique id. Both stay as recorded: a merge moves the person only. A client nobody lists is
-- excluded by the client id.
with visits as (
    select * from {{ ref('int_visits_outcomes') }}
),

people as (
    select site_id, client_unique_id, person_key, is_excluded_person
    from {{ ref('int_person') }}
),

people_by_client_id as (
    select * from {{ ref('int_person_by_client_id') }}
),

excluded as (
    select site_id, client_id from {{ ref('stg_finance__excluded_person') }}
)

select
    visits.* exclude (client_unique_id),
    coalesce(visits.client_unique_id, people_by_client_id.client_unique_id) as client_unique_id,
    coalesce(
        people.person_key,
        people_by_client_id.person_key,
        visits.site_id || '-' || visits.client_unique_id,
        visits.site_id || '-client-' || visits.client_id,
        visits.site_id || '-visit-' || visits.visit_id
    ) as person_key,
    coalesce(
        people.is_excluded_person, people_by_client_id.is_excluded_person, excluded.client_id is not null
    ) as is_excluded_person
from visits
left join people on visits.site_id = people.site_id and visits.client_unique_id = people.client_unique_id
left join people_by_client_id
    on visits.site_id = people_by_client_id.site_id
    -- As a key, not as a condition beside it: DuckDB joins a million visits by it in a twentieth of the time.
    and if(visits.client_unique_id is null, visits.client_id, null) = people_by_client_id.client_id
left join excluded on visits.site_id = excluded.site_id and visits.client_id = excluded.client_id
