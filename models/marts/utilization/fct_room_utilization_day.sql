-- How long rooms were open on a day and how much of it they were used. Minutes are unions: a room shared by two at once is used
-- once. Rooms belong to no location in the API: theirs is the one they are used at most.
with stretches as (
    select
        site_id,
        room_id,
        local_date,
        coalesce(sum(seconds) filter (where open_n + inferred_n > 0), 0) as open_seconds,
        coalesce(sum(seconds) filter (where open_n + inferred_n > 0 and used_n > 0), 0) as booked_seconds,
        coalesce(sum(seconds) filter (where open_n + inferred_n = 0 and used_n > 0), 0) as outside_seconds,
        sum(seconds * used_n) as use_seconds,
        bool_or(inferred_n > 0) as is_inferred
    from {{ ref('int_room_stretches') }}
    group by site_id, room_id, local_date
),

places as (
    select site_id, room_id, location_id
    from {{ ref('int_room_times') }}
    where location_id is not null
    group by site_id, room_id, location_id
    qualify row_number() over (partition by site_id, room_id order by count(*) desc, location_id) = 1
),

rooms as (
    select site_id, resource_id as room_id, resource_name from {{ ref('stg_mindbody__resources') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    stretches.site_id,
    coalesce(places.location_id, 0) as location_id,
    stretches.room_id,
    rooms.resource_name as room_name,
    stretches.local_date,
    {{ minutes_of('stretches.open_seconds') }} as open_minutes,
    {{ minutes_of('stretches.booked_seconds') }} as booked_minutes,
    {{ minutes_of('stretches.outside_seconds') }} as outside_open_minutes,
    {{ minutes_of('stretches.use_seconds') }} as use_minutes,
    {{ ratio('stretches.booked_seconds', 'stretches.open_seconds') }} as utilization_rate,
    stretches.is_inferred,
    coalesce(stretches.local_date <= as_of.as_of_date, false) as is_past
from stretches
left join places on stretches.site_id = places.site_id and stretches.room_id = places.room_id
left join rooms on stretches.site_id = rooms.site_id and stretches.room_id = rooms.room_id
left join as_of on stretches.site_id = as_of.site_id
