{{ config(materialized='table') }}
-- Times of rooms cut at the site's midnights: open as the API tells it, and used.
with uses as (
    select * from {{ ref('int_room_times') }}
),

openings as (
    select * from {{ ref('stg_mindbody__resource_availabilities') }}
),

sites as (
    select site_id, zone from {{ ref('int_sites') }}
),

spans as (
    select site_id, room_id, 'used' as kind, start_local, end_local, start_utc, end_utc, zone from uses
    union all
    select
        openings.site_id,
        openings.resource_id,
        'open',
        openings.start_local,
        openings.end_local,
        openings.start_utc,
        openings.end_utc,
        sites.zone
    from openings
    inner join sites on openings.site_id = sites.site_id
),

cut as (
    {{ cut_at_midnight('spans') }}
)

select
    site_id,
    room_id,
    local_date,
    kind,
    zone,
    from_local,
    until_local,
    from_utc,
    until_utc
from cut
