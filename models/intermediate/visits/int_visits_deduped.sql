{{ config(materialized='table') }}
-- One row per visit. Rosters and client histories tell the same visits; the newest word counts, and a row that vanished from
-- either (an early cancellation) counts as gone when that was seen after the other's last word.
-- Appointment visits come doubled (API release notes): one per appointment, client and start is kept. So do arrivals, within
-- 15 minutes: the first of them is kept. Keys are compared before whole rows are read, and an instant is worked out once for each
-- time of the clock: there are millions of visits, and few times.
with told as (
    select * exclude (start_utc, end_utc), 1 as source_order from {{ ref('stg_mindbody__class_visits') }}
    union all by name
    select * exclude (start_utc, end_utc), 2 as source_order from {{ ref('stg_mindbody__client_visits') }}
),

site_zones as (
    select site_id, zone from {{ ref('base_mindbody__site_zones') }}
),

clock_days as (
    select * from {{ ref('int_clock_days') }}
),

-- Each source tells a visit once.
on_roster as (
    select * from told where source_order = 1
),

in_history as (
    select * from told where source_order = 2
),

newest as (
    select
        coalesce(on_roster.site_id, in_history.site_id) as site_id,
        coalesce(on_roster.visit_id, in_history.visit_id) as visit_id,
        case
            when in_history.visit_id is null then 1
            when on_roster.visit_id is null then 2
            when (on_roster.deleted_at is null) <> (in_history.deleted_at is null) then if(on_roster.deleted_at is null, 1, 2)
            when on_roster.last_modified_utc is distinct from in_history.last_modified_utc
                then if(
                    in_history.last_modified_utc is null or on_roster.last_modified_utc > in_history.last_modified_utc, 1, 2
                )
            else if(on_roster.extracted_at >= in_history.extracted_at, 1, 2)
        end as source_order,
        coalesce(
            greatest(on_roster.deleted_at, in_history.deleted_at) > greatest(
                case when on_roster.deleted_at is null then on_roster.extracted_at end,
                case when in_history.deleted_at is null then in_history.extracted_at end,
                timestamp '1970-01-01'
            ),
            false
        ) as is_gone
    from on_roster
    full join in_history on on_roster.site_id = in_history.site_id and on_roster.visit_id = in_history.visit_id
),

one_per_visit as (
    select
        told.*,
        newest.is_gone
    from told
    inner join newest
        on told.site_id = newest.site_id and told.visit_id = newest.visit_id and told.source_order = newest.source_order
),

doubled as (
    select
        site_id,
        visit_id
    from one_per_visit
    where appointment_id > 0
    qualify row_number() over (
        partition by site_id, appointment_id, client_id, start_local order by is_gone, visit_id
    ) > 1
    union all
    select
        site_id,
        visit_id
    from one_per_visit
    where coalesce(class_id, 0) = 0 and coalesce(appointment_id, 0) = 0 and client_id <> '' and not is_gone
    qualify start_local - lag(start_local) over (
        partition by site_id, client_id, location_id order by start_local, visit_id
    ) <= interval 15 minutes
),

clock_times as (
    select site_id, start_local as local_time from one_per_visit
    union
    select site_id, end_local from one_per_visit
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
)

select
    visits.site_id,
    visits.visit_id,
    nullif(visits.client_id, '') as client_id,
    nullif(visits.client_unique_id, 0) as client_unique_id,
    nullif(visits.class_id, 0) as class_id,
    nullif(visits.appointment_id, 0) as appointment_id,
    case when visits.appointment_id > 0 then visits.appointment_status end as appointment_status,
    visits.location_id,
    visits.staff_id,
    nullif(visits.service_id, 0) as service_id,
    nullif(visits.product_id, 0) as product_id,
    visits.visit_name,
    visits.service_name,
    visits.start_local,
    visits.end_local,
    starts.utc as start_utc,
    ends.utc as end_utc,
    coalesce(visits.signed_in, false) as is_signed_in,
    coalesce(visits.missed, false) as is_missed,
    coalesce(visits.late_cancelled, false) as is_late_cancelled,
    coalesce(visits.web_signup, false) as is_web_signup,
    coalesce(visits.make_up, false) as is_make_up,
    visits.is_gone,
    visits.extracted_at
from one_per_visit as visits
left join instants as starts on visits.site_id = starts.site_id and visits.start_local = starts.local_time
left join instants as ends on visits.site_id = ends.site_id and visits.end_local = ends.local_time
anti join doubled on visits.site_id = doubled.site_id and visits.visit_id = doubled.visit_id
