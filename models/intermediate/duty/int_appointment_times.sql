{{ config(materialized='table') }}
-- Appointments that took or take somebody's time: whatever came of them but an early cancellation, which gave the time back.
-- A late cancellation or a no-show held it. A place on a waitlist holds none.
with appointments as (
    select * from {{ ref('stg_mindbody__appointments') }}
),

given_back as (
    select site_id, appointment_id
    from {{ ref('int_visits_outcomes') }}
    where appointment_id is not null
    group by site_id, appointment_id
    having bool_and(outcome = 'early_cancel')
)

select
    site_id,
    appointment_id,
    staff_id,
    session_type_id,
    nullif(location_id, 0) as location_id,
    resources,
    start_local,
    coalesce(end_local, start_local + to_minutes(duration)) as end_local,
    start_utc,
    coalesce(end_utc, start_utc + to_minutes(duration)) as end_utc
from appointments
where start_local is not null
    and not coalesce(is_waitlist, false)
    and coalesce(status, '') <> 'Cancelled'
    and not exists (
        select 1
        from given_back
        where given_back.site_id = appointments.site_id and given_back.appointment_id = appointments.appointment_id
    )
