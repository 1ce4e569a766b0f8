{{ config(materialized='table') }}
-- How far each zone's clock is from UTC on a day about which it does not change: there an instant is a subtraction. Days next to a
-- change have no offset, and are worked out time by time (macro clock_to_utc): of millions of times, a few.
with zones as (
    select distinct zone from {{ ref('base_mindbody__site_zones') }}
),

days as (
    select
        zone,
        unnest(range(timestamp '2000-01-01', timestamp '2050-01-01', interval 1 day)) as midnight
    from zones
),

edges as (
    select
        zone,
        midnight,
        {{ local_to_utc("(midnight - interval 1 day)", 'zone') }} as day_before_utc,
        {{ local_to_utc("(midnight + interval 2 day)", 'zone') }} as day_after_utc
    from days
)

select
    zone,
    cast(midnight as date) as local_date,
    case
        when epoch(day_after_utc) - epoch(day_before_utc) = 3 * 86400
            then midnight - interval 1 day - timezone('UTC', day_before_utc)
    end as utc_offset
from edges
