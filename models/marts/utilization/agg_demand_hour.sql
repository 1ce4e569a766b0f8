-- When classes are wanted: what was offered, who came and who waited, by weekday and hour of the wall clock, over the last
-- schedule_weeks complete weeks (Monday to Sunday) up to as_of. Classes are shared out over the hours they fill.
with classes as (
    select * from {{ ref('fct_class_occurrence') }} where is_offered and is_past and not is_enrollment
),

hours as (
    select * from {{ ref('int_class_hours') }}
),

weeks as (
    select
        site_id,
        as_of_date - cast(isodow(as_of_date) % 7 as integer) as until_date
    from {{ ref('int_as_of') }}
    where as_of_date is not null
),

shares as (
    select
        classes.site_id,
        coalesce(classes.location_id, 0) as location_id,
        cast(isodow(hours.hour_local) as integer) as weekday,
        cast(hour(hours.hour_local) as integer) as local_hour,
        weeks.until_date,
        classes.is_without_capacity,
        {{ hour_share('1') }} as classes,
        {{ hour_share('classes.max_capacity') }} as capacity,
        {{ hour_share('classes.signed_in') }} as attended,
        {{ hour_share('classes.waitlisted_persons') }} as waitlisted,
        {{ hour_share('classes.unmet_n') }} as unmet
    from classes
    inner join weeks
        on classes.site_id = weeks.site_id
        and classes.local_date between weeks.until_date - {{ 7 * var('schedule_weeks') - 1 }} and weeks.until_date
    inner join hours on classes.site_id = hours.site_id and classes.class_id = hours.class_id
),

summed as (
    select
        site_id,
        location_id,
        weekday,
        local_hour,
        until_date - {{ 7 * var('schedule_weeks') - 1 }} as from_date,
        until_date,
        cast(sum(classes) as decimal(18, 4)) as classes,
        cast(coalesce(sum(classes) filter (where is_without_capacity), 0) as decimal(18, 4)) as classes_without_capacity,
        cast(coalesce(sum(capacity), 0) as decimal(18, 4)) as capacity,
        cast(coalesce(sum(attended), 0) as decimal(18, 4)) as attended,
        cast(coalesce(sum(attended) filter (where not is_without_capacity), 0) as decimal(18, 4)) as attended_with_capacity,
        cast(coalesce(sum(waitlisted), 0) as decimal(18, 4)) as waitlisted,
        cast(coalesce(sum(unmet), 0) as decimal(18, 4)) as unmet
    from shares
    group by site_id, location_id, weekday, local_hour, until_date
)

select
    site_id,
    location_id,
    weekday,
    local_hour,
    from_date,
    until_date,
    classes,
    classes_without_capacity,
    capacity,
    attended,
    attended_with_capacity,
    waitlisted,
    unmet,
    {{ ratio('attended_with_capacity', 'capacity') }} as fill_rate_attended
from summed
