-- Who waited in vain in the judged classes of each slot. Whoever came to another class of that kind in the same week was served
-- there: a class more would only draw them over.
with classes as (
    select * from {{ ref('int_slot_classes') }}
),

waits as (
    select site_id, class_id, person_key from {{ ref('int_class_waitlists') }} where result = 'unmet'
),

visits as (
    select site_id, class_id, person_key from {{ ref('int_visits_persons') }} where outcome = 'attended'
),

served as (
    select distinct
        classes.site_id,
        classes.class_description_id,
        date_trunc('week', classes.local_date) as week,
        visits.person_key
    from classes
    inner join visits on classes.site_id = visits.site_id and classes.class_id = visits.class_id
),

unmet as (
    select
        classes.site_id,
        classes.class_schedule_id,
        classes.weekday,
        classes.local_start,
        classes.class_id,
        waits.person_key,
        served.person_key is not null as is_served
    from classes
    inner join waits on classes.site_id = waits.site_id and classes.class_id = waits.class_id
    left join served
        on classes.site_id = served.site_id
        and classes.class_description_id = served.class_description_id
        and date_trunc('week', classes.local_date) = served.week
        and waits.person_key = served.person_key
    where classes.is_judged
)

select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    count(distinct class_id) as unmet_classes_n,
    count(*) as unmet_n,
    count(distinct person_key) as unmet_persons_n,
    count(*) filter (where is_served) as unmet_served_n
from unmet
group by site_id, class_schedule_id, weekday, local_start
