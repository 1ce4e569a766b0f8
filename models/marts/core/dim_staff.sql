-- Classes, visits and timetables name staff the list does not hold (0 and below are the system's own); each has a row.
with staff as (
    select * from {{ ref('stg_mindbody__staff') }}
),

seen as (
    select site_id, cast(staff ->> '$.Id' as bigint) as staff_id, staff ->> '$.Name' as staff_name
    from {{ ref('stg_mindbody__classes') }}
    union all
    select site_id, staff_id, null from {{ ref('int_visits_deduped') }}
    union all
    select site_id, staff_id, null from {{ ref('stg_mindbody__appointments') }}
    union all
    select site_id, staff_id, null from {{ ref('stg_mindbody__class_schedules') }}
    union all
    select site_id, staff_id, null from {{ ref('int_enrollment_sessions') }}
    union all
    select site_id, scheduled_staff_id, null from {{ ref('int_enrollment_sessions') }}
    union all
    select site_id, staff_id, null from {{ ref('stg_mindbody__staff_availabilities') }}
),

unlisted as (
    select
        site_id,
        staff_id,
        max(staff_name) as staff_name
    from seen
    where staff_id is not null
        and not exists (
            select 1 from staff where staff.site_id = seen.site_id and staff.staff_id = seen.staff_id
        )
    group by site_id, staff_id
)

select
    site_id,
    staff_id,
    coalesce(nullif(trim(staff_name), ''), nullif(trim(display_name), ''), 'Staff ' || staff_id) as staff_name,
    coalesce(is_active, true) as is_active,
    coalesce(class_teacher, false) as is_class_teacher,
    coalesce(appointment_instructor, false) as is_appointment_instructor,
    employment_start_date,
    employment_end_date,
    staff_id <= 0 as is_system,
    true as is_listed
from staff
union all
select
    site_id,
    staff_id,
    coalesce(staff_name, 'Staff ' || staff_id) as staff_name,
    false as is_active,
    false as is_class_teacher,
    false as is_appointment_instructor,
    null as employment_start_date,
    null as employment_end_date,
    staff_id <= 0 as is_system,
    false as is_listed
from unlisted
