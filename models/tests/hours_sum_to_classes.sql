-- The hour grid holds every offered class once: supply and use by site and location are those of the classes.
with hours as (
    select
        site_id,
        location_id,
        sum(classes) as classes,
        sum(capacity) as capacity,
        sum(booked) as booked,
        sum(attended) as attended
    from {{ ref('agg_utilization_hour') }}
    group by site_id, location_id
),

classes as (
    select
        site_id,
        coalesce(location_id, 0) as location_id,
        count(*) as classes,
        coalesce(sum(max_capacity), 0) as capacity,
        coalesce(sum(booked), 0) as booked,
        coalesce(sum(signed_in), 0) as attended
    from {{ ref('fct_class_occurrence') }}
    where is_offered and not is_enrollment
    group by site_id, coalesce(location_id, 0)
)

select
    site_id,
    location_id,
    classes.classes,
    hours.classes as in_hours
from classes
full join hours using (site_id, location_id)
where
    classes.classes is distinct from hours.classes
    or classes.capacity is distinct from hours.capacity
    or classes.booked is distinct from hours.booked
    or classes.attended is distinct from hours.attended
