-- Minutes of staff against unions found another way, islands of spans that touch: what was booked inside and outside available
-- time is the union of the appointments, never more than their sum; what was offered is the union of the availabilities.
with pieces as (
    select * from {{ ref('int_staff_pieces') }} where kind in ('appointment', 'available')
),

reached as (
    select
        *,
        max(until_utc) over (
            partition by site_id, staff_id, local_date, kind order by from_utc, until_utc
            rows between unbounded preceding and 1 preceding
        ) as reached_utc
    from pieces
),

unions as (
    select
        site_id,
        staff_id,
        local_date,
        coalesce(sum(greatest(date_diff('second', greatest(from_utc, coalesce(reached_utc, from_utc)), until_utc), 0))
            filter (where kind = 'appointment'), 0) / 60 as booked_minutes,
        coalesce(sum(greatest(date_diff('second', greatest(from_utc, coalesce(reached_utc, from_utc)), until_utc), 0))
            filter (where kind = 'available'), 0) / 60 as offered_minutes
    from reached
    group by site_id, staff_id, local_date
),

days as (
    select * from {{ ref('fct_staff_utilization_day') }}
)

select
    site_id,
    staff_id,
    local_date,
    days.booked_minutes,
    days.outside_availability_minutes,
    unions.booked_minutes as union_minutes
from days
full join unions using (site_id, staff_id, local_date)
where
    abs(coalesce(days.booked_minutes + days.outside_availability_minutes, 0) - coalesce(unions.booked_minutes, 0)) > 0.001
    or abs(coalesce(days.offered_minutes, 0) - coalesce(unions.offered_minutes, 0)) > 0.001
    or days.booked_minutes + days.outside_availability_minutes > days.service_minutes + 0.001
    or days.available_minutes > days.offered_minutes
    or days.booked_minutes > days.available_minutes
