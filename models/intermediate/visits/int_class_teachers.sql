-- Who was to teach each class. That is who taught it, but for a substitute and for a class handed to the system when it was
-- cancelled: there it is the regular teacher of the series around that day, because the series itself only names today's.
with classes as (
    select
        *,
        if(not is_substitute and staff_id > 0, staff_id, null) as regular_id
    from {{ ref('int_class_occurrences') }}
),

series as (
    select site_id, class_schedule_id, staff_id from {{ ref('stg_mindbody__class_schedules') }}
),

staff as (
    select site_id, staff_id, employment_end_date from {{ ref('stg_mindbody__staff') }}
),

around as (
    select
        site_id,
        class_id,
        class_schedule_id,
        start_local,
        staff_id,
        regular_id,
        last_value(regular_id ignore nulls) over (
            partition by site_id, class_schedule_id order by start_local, class_id
            rows between unbounded preceding and current row
        ) as regular_before,
        first_value(regular_id ignore nulls) over (
            partition by site_id, class_schedule_id order by start_local, class_id
            rows between current row and unbounded following
        ) as regular_after
    from classes
)

select
    around.site_id,
    around.class_id,
    case
        when around.regular_id is not null then around.regular_id
        -- A class of no series is nobody's regular one.
        when coalesce(around.class_schedule_id, 0) = 0 then null
        when coalesce(staff.employment_end_date >= cast(around.start_local as date), true)
            then coalesce(around.regular_before, around.regular_after, series.staff_id)
        else coalesce(around.regular_after, series.staff_id)
    end as scheduled_staff_id
from around
left join series on around.site_id = series.site_id and around.class_schedule_id = series.class_schedule_id
left join staff on around.site_id = staff.site_id and around.regular_before = staff.staff_id
