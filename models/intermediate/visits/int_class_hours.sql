{{ config(materialized='table') }}
-- Each offered class cut into the local hours it touches, with its minutes in each. Edges are taken as instants, so that an hour
-- that does not exist on the night clocks go forward has no minutes and one that exists twice has 120.
with classes as (
    select * from {{ ref('int_class_occurrences') }} where is_offered
),

sites as (
    select site_id, zone from {{ ref('int_sites') }}
),

clock_days as (
    select * from {{ ref('int_clock_days') }}
),

spans as (
    select
        classes.site_id,
        classes.class_id,
        sites.zone,
        classes.start_local,
        -- A class without an end, or one that seems to end before it starts, is put in its first hour.
        if(
            classes.end_local > classes.start_local,
            classes.end_local,
            date_trunc('hour', classes.start_local) + interval 1 hour
        ) as end_local
    from classes
    inner join sites on classes.site_id = sites.site_id
),

hours as (
    select
        *,
        unnest(range(date_trunc('hour', start_local), end_local, interval 1 hour)) as hour_local
    from spans
),

edges as (
    select
        *,
        greatest(start_local, hour_local) as from_local,
        least(end_local, hour_local + interval 1 hour) as until_local
    from hours
),

cut as (
    select
        edges.*,
        date_diff(
            'second',
            {{ clock_to_utc('edges.from_local', 'edges.zone', 'clock_days.utc_offset') }},
            {{ clock_to_utc('edges.until_local', 'edges.zone', 'clock_days.utc_offset') }}
        ) as seconds
    from edges
    left join clock_days
        on edges.zone = clock_days.zone and cast(edges.from_local as date) = clock_days.local_date
),

measured as (
    select
        *,
        sum(seconds) over (partition by site_id, class_id) as seconds_told,
        row_number() over (partition by site_id, class_id order by hour_local) as hour_no
    from cut
)

-- A class that was noted wholly within an hour that does not exist has no length; it is held all the same, and stands in that hour.
select
    site_id,
    class_id,
    hour_local,
    greatest(seconds, 1) as seconds,
    sum(greatest(seconds, 1)) over (partition by site_id, class_id order by hour_local) as seconds_so_far,
    greatest(seconds_told, 1) as seconds_in_all
from measured
where seconds > 0 or (seconds_told = 0 and hour_no = 1)
