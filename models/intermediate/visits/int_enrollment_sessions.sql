{{ config(materialized='table') }}
-- Sessions of enrollments (workshops, courses) in the shape of classes. People enroll in the series, so a session has its own
-- totals at most; one that is listed among the classes too is a class.
with sessions as (
    select *
    from {{ ref('stg_mindbody__enrollment_classes') }}
    qualify row_number() over (partition by site_id, class_id order by class_schedule_id, line_no) = 1
),

descriptions as (
    select site_id, class_description_id, class_description_name from {{ ref('stg_mindbody__class_descriptions') }}
),

series as (
    select site_id, class_schedule_id, class_description_id, staff_id, location_id
    from {{ ref('stg_mindbody__enrollments') }}
),

classes as (
    select site_id, class_id from {{ ref('int_class_occurrences') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    sessions.site_id,
    sessions.class_id,
    sessions.class_schedule_id,
    coalesce(sessions.class_description_id, series.class_description_id) as class_description_id,
    descriptions.class_description_name as class_name,
    coalesce(sessions.location_id, series.location_id) as location_id,
    cast(null as bigint) as room_id,
    coalesce(sessions.staff_id, series.staff_id) as staff_id,
    series.staff_id as scheduled_staff_id,
    sessions.start_local,
    sessions.end_local,
    sessions.start_utc,
    sessions.end_utc,
    nullif(sessions.max_capacity, 0) as max_capacity,
    nullif(sessions.web_capacity, 0) as web_capacity,
    sessions.total_booked,
    sessions.total_signed_in,
    sessions.total_booked_waitlist,
    sessions.web_booked,
    coalesce(sessions.is_canceled, false) as is_cancelled,
    not coalesce(sessions.is_active, true) as is_hidden,
    coalesce(sessions.substitute, false) as is_substitute,
    coalesce(sessions.start_local <= as_of.as_of_local, false) as is_past,
    sessions.start_local is not null
    and not coalesce(sessions.is_canceled, false)
    and (coalesce(sessions.is_active, true) or coalesce(sessions.total_booked, 0) > 0) as is_offered
from sessions
left join series
    on sessions.site_id = series.site_id and sessions.class_schedule_id = series.class_schedule_id
left join descriptions
    on sessions.site_id = descriptions.site_id
    and coalesce(sessions.class_description_id, series.class_description_id) = descriptions.class_description_id
left join as_of on sessions.site_id = as_of.site_id
where not exists (
    select 1 from classes where classes.site_id = sessions.site_id and classes.class_id = sessions.class_id
)
