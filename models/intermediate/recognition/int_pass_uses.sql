{{ config(materialized='table') }}
-- Visits that take sessions of a pricing option: the key is the option, never the client, since packs are shared and given.
with visits as (
    select *
    from {{ ref('int_visits_outcomes') }}
    where outcome in ('{{ var('consuming_outcomes') | join("', '") }}') and start_local is not null
),

sessions as (
    select * from {{ ref('int_visit_sessions') }}
)

select
    visits.site_id,
    visits.visit_id,
    visits.service_id as client_service_id,
    coalesce(visits.location_id, 0) as location_id,
    visits.outcome,
    visits.start_local,
    cast(visits.start_local as date) as local_date,
    sessions.sessions
from visits
inner join sessions on visits.site_id = sessions.site_id and visits.visit_id = sessions.visit_id
