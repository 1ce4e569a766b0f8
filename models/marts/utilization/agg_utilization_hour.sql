-- Offered classes (not cancelled; hidden ones only with bookings) shared out over the local hours they fill. Every figure is
-- the difference of two rounded running shares, so that the hours of a class sum to the class exactly.
with classes as (
    select * from {{ ref('int_class_occurrences') }}
),

hours as (
    select * from {{ ref('int_class_hours') }}
),

shares as (
    select
        classes.site_id,
        coalesce(classes.location_id, 0) as location_id,
        cast(date_trunc('month', hours.hour_local) as date) as month,
        cast(isodow(hours.hour_local) as integer) as weekday,
        cast(hour(hours.hour_local) as integer) as local_hour,
        classes.is_past,
        classes.max_capacity is null as is_without_capacity,
        {{ hour_share('1') }} as classes,
        {{ hour_share('classes.max_capacity') }} as capacity,
        {{ hour_share('classes.booked') }} as booked,
        {{ hour_share('classes.signed_in') }} as attended
    from classes
    inner join hours on classes.site_id = hours.site_id and classes.class_id = hours.class_id
)

select
    site_id,
    location_id,
    month,
    weekday,
    local_hour,
    cast(sum(classes) as decimal(18, 4)) as classes,
    cast(coalesce(sum(capacity), 0) as decimal(18, 4)) as capacity,
    cast(coalesce(sum(booked), 0) as decimal(18, 4)) as booked,
    cast(coalesce(sum(attended), 0) as decimal(18, 4)) as attended,
    cast(coalesce(sum(classes) filter (where is_without_capacity), 0) as decimal(18, 4)) as classes_without_capacity,
    cast(coalesce(sum(classes) filter (where is_past), 0) as decimal(18, 4)) as held_classes,
    cast(coalesce(sum(capacity) filter (where is_past), 0) as decimal(18, 4)) as held_capacity,
    cast(coalesce(sum(booked) filter (where is_past and not is_without_capacity), 0) as decimal(18, 4))
        as held_booked_with_capacity,
    cast(coalesce(sum(attended) filter (where is_past and not is_without_capacity), 0) as decimal(18, 4))
        as held_attended_with_capacity
from shares
group by site_id, location_id, month, weekday, local_hour
