-- Where the people of each slot could go instead: other slots of that kind of class at the same location that had room, but for
-- those that should be dropped themselves. The nearest is the one fewest minutes of the week away, across Sunday night if need
-- be.
with slots as (
    select
        *,
        (weekday - 1) * 1440 + cast(left(local_start, 2) as integer) * 60 + cast(right(local_start, 2) as integer) as week_minute
    from {{ ref('int_slots') }}
),

pairs as (
    select
        slots.site_id,
        slots.class_schedule_id,
        slots.weekday,
        slots.local_start,
        others.class_schedule_id as other_schedule_id,
        others.weekday as other_weekday,
        others.local_start as other_start,
        cast(others.free_places / others.judged_n as decimal(18, 4)) as free_places,
        least(
            abs(others.week_minute - slots.week_minute), 10080 - abs(others.week_minute - slots.week_minute)
        ) as minutes_away
    from slots
    inner join slots as others
        on slots.site_id = others.site_id
        and slots.class_description_id = others.class_description_id
        and slots.location_id is not distinct from others.location_id
        and (slots.class_schedule_id, slots.week_minute) <> (others.class_schedule_id, others.week_minute)
    where others.free_places > 0 and others.advice <> 'drop'
),

ranked as (
    select
        *,
        row_number() over (
            partition by site_id, class_schedule_id, weekday, local_start
            order by minutes_away, other_weekday, other_start, other_schedule_id
        ) as place
    from pairs
)

select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    count(*) as alternatives_n,
    sum(free_places) as free_places,
    arg_min(other_schedule_id, place) as nearest_schedule_id,
    arg_min(other_weekday, place) as nearest_weekday,
    arg_min(other_start, place) as nearest_start
from ranked
group by site_id, class_schedule_id, weekday, local_start
