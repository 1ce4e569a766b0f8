-- When rooms were open: as the API tells it, and on days before, after or without that as inferred from use, by the wall clock:
-- whatever part of the day the room was in use on the same weekday of the last open_hours_weeks weeks, that day included.
with pieces as (
    select * from {{ ref('int_room_pieces') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

told as (
    select site_id, room_id, min(local_date) as first_date, max(local_date) as last_date
    from pieces
    where kind = 'open'
    group by site_id, room_id
),

-- How far use is known: past as_of only where something is planned.
reach as (
    select
        pieces.site_id,
        pieces.room_id,
        greatest(max(pieces.local_date), coalesce(any_value(as_of.as_of_date), max(pieces.local_date))) as last_date
    from pieces
    left join as_of on pieces.site_id = as_of.site_id
    where pieces.kind = 'used'
    group by pieces.site_id, pieces.room_id
),

habits as (
    select distinct site_id, room_id, zone, local_date, from_local, until_local
    from pieces
    where kind = 'used'
),

weeks as (
    select cast(unnest(range({{ var('open_hours_weeks') }})) * 7 as integer) as days
),

repeated as (
    select distinct
        habits.site_id,
        habits.room_id,
        habits.zone,
        habits.local_date + weeks.days as local_date,
        habits.from_local + to_days(weeks.days) as from_local,
        habits.until_local + to_days(weeks.days) as until_local
    from habits
    cross join weeks
),

inferred as (
    select repeated.*
    from repeated
    inner join reach
        on repeated.site_id = reach.site_id
        and repeated.room_id = reach.room_id
        and repeated.local_date <= reach.last_date
    left join told on repeated.site_id = told.site_id and repeated.room_id = told.room_id
    where told.room_id is null or repeated.local_date not between told.first_date and told.last_date
)

select site_id, room_id, local_date, from_utc, until_utc, false as is_inferred
from pieces
where kind = 'open'
union all
select
    site_id,
    room_id,
    local_date,
    {{ local_to_utc('from_local', 'zone') }},
    {{ local_to_utc('until_local', 'zone') }},
    true
from inferred
