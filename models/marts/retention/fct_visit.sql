-- A visit or booking with its one outcome, its person and what it was paid with. It keeps the client it was recorded under: a merge
-- moves the person only.
with visits as (
    select * from {{ ref('int_visits_persons') }}
),

attended as (
    select site_id, visit_id, visit_no from {{ ref('int_attended') }}
),

sessions as (
    select * from {{ ref('int_visit_sessions') }}
),

passes as (
    select * from {{ ref('int_visit_passes') }}
),

member_visits as (
    select * from {{ ref('int_member_visits') }}
)

select
    visits.site_id,
    visits.visit_id,
    visits.client_id,
    visits.client_unique_id,
    visits.person_key,
    visits.is_excluded_person,
    visits.class_id,
    visits.appointment_id,
    visits.location_id,
    visits.staff_id,
    visits.service_id,
    visits.product_id,
    passes.segment as visit_segment,
    passes.owner_person_key as pass_owner_person_key,
    passes.is_on_others_pack,
    member_visits.visit_id is not null as is_member_visit,
    sessions.sessions,
    case
        when visits.class_id is not null then 'class'
        when visits.appointment_id is not null then 'appointment'
        else 'arrival'
    end as visit_kind,
    visits.start_local as starts_at_local,
    visits.end_local as ends_at_local,
    visits.start_utc as starts_at_utc,
    cast(visits.start_local as date) as local_date,
    visits.outcome,
    coalesce(attended.visit_no = 1, false) as is_first_visit,
    attended.visit_no as attended_visit_no,
    visits.is_web_signup,
    visits.is_make_up
from visits
left join attended on visits.site_id = attended.site_id and visits.visit_id = attended.visit_id
left join sessions on visits.site_id = sessions.site_id and visits.visit_id = sessions.visit_id
left join passes on visits.site_id = passes.site_id and visits.visit_id = passes.visit_id
left join member_visits on visits.site_id = member_visits.site_id and visits.visit_id = member_visits.visit_id
