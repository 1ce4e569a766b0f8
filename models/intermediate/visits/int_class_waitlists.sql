{{ config(materialized='table') }}
-- Who waited for a place in a class and what came of it. A person on the waitlist twice waited once. Mindbody moves nobody from a
-- waitlist under the same id for sure, so a place that came shows as a booking of that person in that class.
with entries as (
    select * from {{ ref('stg_mindbody__waitlist_entries') }} where class_id is not null
),

people as (
    select * from {{ ref('int_person') }}
),

people_by_client_id as (
    select * from {{ ref('int_person_by_client_id') }}
),

visits as (
    select site_id, visit_id, class_id, person_key from {{ ref('int_visits_persons') }} where outcome <> 'early_cancel'
),

places as (
    select distinct site_id, class_id, person_key from visits where class_id is not null
),

named as (
    select
        entries.*,
        coalesce(
            people.person_key,
            people_by_client_id.person_key,
            entries.site_id || '-' || entries.client_unique_id,
            entries.site_id || '-client-' || nullif(entries.client_id, ''),
            entries.site_id || '-waitlist-' || entries.waitlist_entry_id
        ) as person_key,
        coalesce(visits.class_id = entries.class_id, false) as is_own_visit
    from entries
    left join people on entries.site_id = people.site_id and entries.client_unique_id = people.client_unique_id
    left join people_by_client_id
        on entries.site_id = people_by_client_id.site_id and entries.client_id = people_by_client_id.client_id
    left join visits on entries.site_id = visits.site_id and entries.visit_id = visits.visit_id
),

waits as (
    select
        site_id,
        class_id,
        person_key,
        min(request_local) as requested_at_local,
        count(*) as entries,
        bool_or(coalesce(is_web, false)) as is_web,
        bool_or(is_own_visit) as has_own_visit,
        bool_or(deleted_at is null) as still_stands
    from named
    group by site_id, class_id, person_key
)

select
    waits.site_id,
    waits.class_id,
    waits.person_key,
    waits.requested_at_local,
    waits.entries,
    waits.is_web,
    case
        when waits.has_own_visit or places.person_key is not null then 'promoted'
        when waits.still_stands then 'unmet'
        else 'withdrawn'
    end as result
from waits
left join places
    on waits.site_id = places.site_id and waits.class_id = places.class_id and waits.person_key = places.person_key
