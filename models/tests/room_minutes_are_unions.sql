-- Minutes of rooms against unions found another way, islands of spans that touch: what was used while open and while closed is
-- the union of the uses, never more than their sum.
with uses as (
    select * from {{ ref('int_room_pieces') }} where kind = 'used'
),

reached as (
    select
        *,
        max(until_utc) over (
            partition by site_id, room_id, local_date order by from_utc, until_utc
            rows between unbounded preceding and 1 preceding
        ) as reached_utc
    from uses
),

unions as (
    select
        site_id,
        room_id,
        local_date,
        sum(greatest(date_diff('second', greatest(from_utc, coalesce(reached_utc, from_utc)), until_utc), 0)) / 60 as minutes
    from reached
    group by site_id, room_id, local_date
),

days as (
    select * from {{ ref('fct_room_utilization_day') }}
)

select
    site_id,
    room_id,
    local_date,
    days.booked_minutes,
    days.outside_open_minutes,
    unions.minutes
from days
full join unions using (site_id, room_id, local_date)
where
    abs(coalesce(days.booked_minutes + days.outside_open_minutes, 0) - coalesce(unions.minutes, 0)) > 0.001
    or days.booked_minutes + days.outside_open_minutes > days.use_minutes + 0.001
    or days.booked_minutes > days.open_minutes
    or (days.is_inferred and days.outside_open_minutes > 0)
