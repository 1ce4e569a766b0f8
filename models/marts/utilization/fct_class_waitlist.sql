-- Each person who waited for a place in a class, with what came of it.
with waits as (
    select * from {{ ref('int_class_waitlists') }}
),

classes as (
    select * from {{ ref('fct_class_occurrence') }}
)

select
    waits.site_id,
    waits.class_id,
    waits.person_key,
    classes.class_description_id,
    classes.location_id,
    classes.starts_at_local,
    classes.local_date,
    classes.max_capacity,
    waits.requested_at_local,
    waits.entries,
    waits.is_web,
    waits.result,
    coalesce(classes.is_cancelled, false) as is_class_cancelled,
    coalesce(classes.is_past, false) as is_past
from waits
left join classes on waits.site_id = classes.site_id and waits.class_id = classes.class_id
