with visits as (
    select * from {{ ref('int_visits_persons') }}
),

attended as (
    select site_id, visit_id, visit_no from {{ ref('int_attended') }}
)

select
    visits.site_id,
    visits.visit_id,
    visits.client_id,
    visits.client_unique_id,
    visits.person_key,
    visits.class_id,
    visits.appointment_id,
    visits.location_id,
    visits.staff_id,
    visits.service_id,
    visits.product_id,
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
