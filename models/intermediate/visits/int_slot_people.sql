-- Who came to the judged classes of each slot, how many of them to at least half of these, and how many to some other class of
-- the site as well in the weeks looked at.
with classes as (
    select * from {{ ref('int_slot_classes') }} where is_held
),

visits as (
    select site_id, class_id, person_key
    from {{ ref('int_visits_persons') }}
    where outcome = 'attended' and not is_excluded_person
),

came as (
    select
        classes.site_id,
        classes.class_schedule_id,
        classes.weekday,
        classes.local_start,
        visits.person_key,
        count(distinct classes.class_id) filter (where classes.is_judged) as judged_n
    from classes
    inner join visits on classes.site_id = visits.site_id and classes.class_id = visits.class_id
    group by classes.site_id, classes.class_schedule_id, classes.weekday, classes.local_start, visits.person_key
),

spread as (
    select
        *,
        count(*) over (partition by site_id, person_key) > 1 as is_elsewhere
    from came
)

select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    count(*) as persons_n,
    count(*) filter (where 2 * judged_n >= {{ var('slot_weeks') }}) as regulars_n,
    count(*) filter (where is_elsewhere) as persons_elsewhere_n
from spread
where judged_n > 0
group by site_id, class_schedule_id, weekday, local_start
