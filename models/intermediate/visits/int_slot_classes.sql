{{ config(materialized='table') }}
-- Classes by their slot, a place in the timetable: series, weekday and time of the wall clock, over the last schedule_weeks weeks
-- and ahead. What has been held is numbered backwards, so that a week in which a class was cancelled is no week.
with classes as (
    select *
    from {{ ref('fct_class_occurrence') }}
    where not is_enrollment and coalesce(class_schedule_id, 0) <> 0 and starts_at_local is not null
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

slotted as (
    select
        classes.site_id,
        classes.class_schedule_id,
        cast(isodow(classes.starts_at_local) as integer) as weekday,
        strftime(classes.starts_at_local, '%H:%M') as local_start,
        classes.class_id,
        classes.starts_at_local,
        classes.local_date,
        classes.class_description_id,
        classes.class_name,
        classes.location_id,
        classes.scheduled_staff_id,
        if(
            classes.ends_at_local > classes.starts_at_local,
            date_diff('minute', classes.starts_at_local, classes.ends_at_local),
            null
        ) as minutes,
        classes.max_capacity,
        classes.signed_in,
        -- Who is neither signed in nor missed may have come: a class is not weak because nobody kept its roster.
        classes.signed_in + coalesce(classes.unresolved, 0) as may_have_come,
        classes.booked - coalesce(classes.late_cancel, 0) as places_taken,
        classes.is_cancelled,
        classes.is_past,
        classes.is_past and classes.is_offered as is_held,
        as_of.as_of_date
    from classes
    inner join as_of
        on classes.site_id = as_of.site_id
        and classes.local_date > as_of.as_of_date - {{ 7 * var('schedule_weeks') }}
),

numbered as (
    select
        *,
        case
            when is_held
                then row_number() over (
                    partition by site_id, class_schedule_id, weekday, local_start, is_held
                    order by starts_at_local desc, class_id desc
                )
        end as held_no
    from slotted
)

select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    class_id,
    starts_at_local,
    local_date,
    class_description_id,
    class_name,
    location_id,
    scheduled_staff_id,
    minutes,
    max_capacity,
    signed_in,
    places_taken,
    is_cancelled,
    is_past,
    is_held,
    coalesce(held_no <= {{ var('slot_weeks') }}, false) as is_judged,
    coalesce(may_have_come < {{ var('low_fill') }} * max_capacity, false) as is_low,
    coalesce(greatest(places_taken, signed_in) >= {{ var('full_fill') }} * max_capacity, false) as is_full,
    as_of_date
from numbered
