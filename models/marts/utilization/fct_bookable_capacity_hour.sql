-- What can still be sold in each hour of the next bookable_days days: free places in classes, shared out over the hours a class fills,
-- and free time of staff. Hidden classes and sessions of enrollments are not open to a single booking.
with classes as (
    select
        *,
        booked - coalesce(late_cancel, 0) as places_taken
    from {{ ref('fct_class_occurrence') }}
    where is_offered and not is_past and not is_hidden and not is_enrollment
),

hours as (
    select * from {{ ref('int_class_hours') }}
),

staff_hours as (
    select * from {{ ref('int_staff_free_hours') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

shares as (
    select
        classes.site_id,
        coalesce(classes.location_id, 0) as location_id,
        cast(hours.hour_local as date) as local_date,
        cast(hour(hours.hour_local) as integer) as local_hour,
        classes.is_without_capacity,
        {{ hour_share('1') }} as classes,
        {{ hour_share('classes.max_capacity') }} as capacity,
        {{ hour_share('if(classes.max_capacity is not null, classes.places_taken, null)') }} as places_taken,
        {{ hour_share('greatest(classes.max_capacity - classes.places_taken, 0)') }} as free_places
    from classes
    inner join as_of
        on classes.site_id = as_of.site_id and classes.local_date <= as_of.as_of_date + {{ var('bookable_days') }}
    inner join hours on classes.site_id = hours.site_id and classes.class_id = hours.class_id
),

places as (
    select
        site_id,
        location_id,
        local_date,
        local_hour,
        sum(classes) as classes,
        sum(classes) filter (where is_without_capacity) as classes_without_capacity,
        sum(capacity) as capacity,
        sum(places_taken) as places_taken,
        sum(free_places) as free_places
    from shares
    group by site_id, location_id, local_date, local_hour
),

staff as (
    select
        site_id,
        location_id,
        local_date,
        local_hour,
        count(*) filter (where free_seconds > 0) as staff_free_n,
        sum(available_seconds) as available_seconds,
        sum(free_seconds) as free_seconds
    from staff_hours
    group by site_id, location_id, local_date, local_hour
)

select
    site_id,
    location_id,
    local_date,
    local_hour,
    cast(isodow(local_date) as integer) as weekday,
    {%- for column in ['classes', 'classes_without_capacity', 'capacity', 'places_taken', 'free_places'] %}
    cast(coalesce(places.{{ column }}, 0) as decimal(18, 4)) as {{ column }},
    {%- endfor %}
    coalesce(staff.staff_free_n, 0) as staff_free_n,
    {{ minutes_of('coalesce(staff.available_seconds, 0)') }} as available_staff_minutes,
    {{ minutes_of('coalesce(staff.free_seconds, 0)') }} as free_staff_minutes
from places
full join staff using (site_id, location_id, local_date, local_hour)
