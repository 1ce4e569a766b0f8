{{ config(materialized='table') }}
-- Visits that make a person active (var engaging_outcomes; as shipped only attended ones), by person, in order, up to as_of. House
-- accounts are nobody, and a visit without a time is in no month.
with visits as (
    select * from {{ ref('int_visits_persons') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    visits.site_id,
    visits.visit_id,
    visits.person_key,
    cast(visits.start_local as date) as local_date,
    row_number() over (
        partition by visits.site_id, visits.person_key order by visits.start_local, visits.visit_id
    ) as visit_no
from visits
inner join as_of
    on visits.site_id = as_of.site_id and cast(visits.start_local as date) <= as_of.as_of_date
where visits.outcome in ('{{ var('engaging_outcomes') | join("', '") }}') and not visits.is_excluded_person
