{{ config(materialized='table') }}
-- Time ahead in which a member of staff could still take an appointment, by the local hour and the location of the availability.
-- They are not free while they teach, whatever classes_block_availability says of rates: nobody is in two rooms. Stretches are
-- cut every half hour, since there are clocks that change by half an hour.
with stretches as (
    select *
    from {{ ref('int_staff_stretches') }}
    where available_n > 0 and unavailable_n = 0
),

availabilities as (
    select distinct
        site_id,
        staff_id,
        coalesce(location_id, 0) as location_id,
        start_utc,
        end_utc
    from {{ ref('stg_mindbody__staff_availabilities') }}
    where end_utc > start_utc
),

as_of as (
    select
        as_of.site_id,
        as_of.as_of_date,
        sites.zone,
        {{ local_to_utc('as_of.as_of_local', 'sites.zone') }} as as_of_utc
    from {{ ref('int_as_of') }} as as_of
    inner join {{ ref('int_sites') }} as sites on as_of.site_id = sites.site_id
),

ahead as (
    select
        stretches.site_id,
        stretches.staff_id,
        stretches.local_date,
        stretches.from_utc as told_from_utc,
        greatest(stretches.from_utc, as_of.as_of_utc) as from_utc,
        stretches.until_utc,
        as_of.zone,
        stretches.appointment_n + stretches.class_n + stretches.session_n = 0 as is_free
    from stretches
    inner join as_of
        on stretches.site_id = as_of.site_id
        and stretches.until_utc > as_of.as_of_utc
        and stretches.local_date <= as_of.as_of_date + {{ var('bookable_days') }}
),

-- Every availability begins and ends at an edge of a stretch, so it covers a stretch whole or not at all. Two that overlap at one
-- location cover it once.
placed as (
    select distinct
        ahead.*,
        availabilities.location_id
    from ahead
    inner join availabilities
        on ahead.site_id = availabilities.site_id
        and ahead.staff_id = availabilities.staff_id
        and availabilities.start_utc <= ahead.told_from_utc
        and availabilities.end_utc >= ahead.until_utc
),

halves as (
    select
        *,
        unnest(range(
            from_utc - (timezone(zone, from_utc) - date_trunc('hour', timezone(zone, from_utc))), until_utc, interval 30 minute
        )) as half_utc
    from placed
),

cut as (
    select
        site_id,
        staff_id,
        location_id,
        local_date,
        cast(hour(timezone(zone, half_utc)) as integer) as local_hour,
        is_free,
        date_diff('second', greatest(from_utc, half_utc), least(until_utc, half_utc + interval 30 minute)) as seconds
    from halves
    where half_utc + interval 30 minute > from_utc
)

select
    site_id,
    staff_id,
    location_id,
    local_date,
    local_hour,
    sum(seconds) as available_seconds,
    coalesce(sum(seconds) filter (where is_free), 0) as free_seconds
from cut
group by site_id, staff_id, location_id, local_date, local_hour
