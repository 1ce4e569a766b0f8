{{ config(materialized='table') }}
-- One row per scheduled class, its bookings counted from the roster where that was read, else from the class's own totals. An
-- instant is worked out once for each time of the clock, of which there are fewer than classes.
with classes as (
    select
        * exclude (start_utc, end_utc),
        cast(class_description ->> '$.Id' as bigint) as class_description_id,
        class_description ->> '$.Name' as class_name,
        cast(location ->> '$.Id' as bigint) as location_id,
        cast(staff ->> '$.Id' as bigint) as staff_id,
        cast(resource ->> '$.Id' as bigint) as room_id
    from {{ ref('stg_mindbody__classes') }}
),

site_zones as (
    select site_id, zone from {{ ref('base_mindbody__site_zones') }}
),

clock_days as (
    select * from {{ ref('int_clock_days') }}
),

clock_times as (
    select site_id, start_local as local_time from classes
    union
    select site_id, end_local from classes
),

instants as (
    select
        clock_times.site_id,
        clock_times.local_time,
        {{ clock_to_utc('clock_times.local_time', 'site_zones.zone', 'clock_days.utc_offset') }} as utc
    from clock_times
    left join site_zones on clock_times.site_id = site_zones.site_id
    left join clock_days
        on site_zones.zone = clock_days.zone and cast(clock_times.local_time as date) = clock_days.local_date
),

rosters as (
    select
        site_id,
        class_id,
        count(*) filter (where outcome <> 'early_cancel') as booked,
        count(*) filter (where outcome = 'attended') as signed_in,
        count(*) filter (where outcome = 'late_cancel') as late_cancel,
        count(*) filter (where outcome = 'no_show') as no_show,
        count(*) filter (where outcome = 'early_cancel') as early_cancel,
        count(*) filter (where outcome = 'booked_future') as booked_future,
        count(*) filter (where outcome = 'unresolved') as unresolved,
        count(*) filter (where outcome <> 'early_cancel' and is_web_signup) as web_booked
    from {{ ref('int_visits_outcomes') }}
    where class_id is not null
    group by site_id, class_id
),

rosters_read as (
    select distinct
        site_id,
        try_cast(parent_key as bigint) as class_id
    from {{ source('meta', 'parent_reads') }}
    where stream = 'class_visits'
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

counted as (
    select
        classes.*,
        starts.utc as start_utc,
        ends.utc as end_utc,
        rosters.class_id is not null or rosters_read.class_id is not null or coalesce(classes.total_booked = 0, false)
            as is_roster_known,
        coalesce(rosters.booked, 0) as roster_booked,
        coalesce(rosters.signed_in, 0) as roster_signed_in,
        coalesce(rosters.late_cancel, 0) as roster_late_cancel,
        coalesce(rosters.no_show, 0) as roster_no_show,
        coalesce(rosters.early_cancel, 0) as roster_early_cancel,
        coalesce(rosters.booked_future, 0) as roster_booked_future,
        coalesce(rosters.unresolved, 0) as roster_unresolved,
        coalesce(rosters.web_booked, 0) as roster_web_booked,
        classes.start_local <= as_of.as_of_local as is_past
    from classes
    left join rosters on classes.site_id = rosters.site_id and classes.class_id = rosters.class_id
    left join rosters_read on classes.site_id = rosters_read.site_id and classes.class_id = rosters_read.class_id
    left join as_of on classes.site_id = as_of.site_id
    left join instants as starts on classes.site_id = starts.site_id and classes.start_local = starts.local_time
    left join instants as ends on classes.site_id = ends.site_id and classes.end_local = ends.local_time
)

select
    site_id,
    class_id,
    class_schedule_id,
    class_description_id,
    class_name,
    location_id,
    room_id,
    staff_id,
    start_local,
    end_local,
    start_utc,
    end_utc,
    -- Unlimited classes, and readings without a staff token, have no capacity: never zero.
    nullif(max_capacity, 0) as max_capacity,
    nullif(web_capacity, 0) as web_capacity,
    if(is_roster_known, roster_booked, total_booked) as booked,
    if(is_roster_known, roster_signed_in, total_signed_in) as signed_in,
    if(is_roster_known, roster_late_cancel, null) as late_cancel,
    if(is_roster_known, roster_no_show, null) as no_show,
    if(is_roster_known, roster_early_cancel, null) as early_cancel,
    if(is_roster_known, roster_booked_future, null) as booked_future,
    if(is_roster_known, roster_unresolved, null) as unresolved,
    if(is_roster_known, roster_web_booked, web_booked) as web_booked,
    total_booked_waitlist as waitlisted,
    total_booked,
    total_signed_in,
    is_roster_known,
    coalesce(is_canceled, false) as is_cancelled,
    not coalesce(is_active, true) as is_hidden,
    coalesce(substitute, false) as is_substitute,
    coalesce(is_past, false) as is_past,
    start_local is not null
    and not coalesce(is_canceled, false)
    and (coalesce(is_active, true) or if(is_roster_known, roster_booked, coalesce(total_booked, 0)) > 0) as is_offered
from counted
