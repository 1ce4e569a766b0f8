-- What can be booked is never less than nothing nor more than there is, and the free places of the hours are those of the classes.
-- Locations where they are not; not by day, since a class may end after midnight.
with hours as (
    select
        site_id,
        location_id,
        sum(free_places) as free_places,
        bool_or(
            free_places < 0
            or free_places > capacity
            or classes < 0
            or free_staff_minutes < 0
            or free_staff_minutes > available_staff_minutes
            or (free_staff_minutes > 0) <> (staff_free_n > 0)
        ) as is_impossible
    from {{ ref('fct_bookable_capacity_hour') }}
    group by site_id, location_id
),

classes as (
    select
        classes.site_id,
        coalesce(classes.location_id, 0) as location_id,
        sum(greatest(classes.max_capacity - classes.booked + coalesce(classes.late_cancel, 0), 0))
            filter (where classes.max_capacity is not null) as free_places
    from {{ ref('fct_class_occurrence') }} as classes
    inner join {{ ref('int_as_of') }} as as_of
        on classes.site_id = as_of.site_id and classes.local_date <= as_of.as_of_date + {{ var('bookable_days') }}
    where classes.is_offered and not classes.is_past and not classes.is_hidden and not classes.is_enrollment
    group by classes.site_id, coalesce(classes.location_id, 0)
)

select
    coalesce(hours.site_id, classes.site_id) as site_id,
    coalesce(hours.location_id, classes.location_id) as location_id,
    hours.free_places,
    classes.free_places as free_places_of_classes
from hours
full join classes on hours.site_id = classes.site_id and hours.location_id = classes.location_id
where coalesce(hours.is_impossible, true)
    or coalesce(hours.free_places, 0) <> coalesce(classes.free_places, 0)
