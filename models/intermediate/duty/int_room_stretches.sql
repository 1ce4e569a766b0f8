{{ config(materialized='table') }}
-- Days of rooms in stretches in which nothing changes: how many openings and uses cover each.
with hours as (
    select * from {{ ref('int_room_hours') }}
),

uses as (
    select * from {{ ref('int_room_pieces') }} where kind = 'used'
),

pieces as (
    select site_id, room_id, local_date, if(is_inferred, 'inferred', 'open') as kind, from_utc, until_utc from hours
    union all
    select site_id, room_id, local_date, kind, from_utc, until_utc from uses
),

laid as (
    {{ laid_over('pieces', ['site_id', 'room_id', 'local_date'], ['open', 'inferred', 'used']) }}
)

select
    site_id,
    room_id,
    local_date,
    from_utc,
    until_utc,
    seconds,
    open_n,
    inferred_n,
    used_n
from laid
