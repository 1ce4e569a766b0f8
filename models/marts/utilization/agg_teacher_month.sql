-- Classes of a month by teacher, twice: by who taught (actual) and by whose class it was (scheduled). The two never add up.
with classes as (
    select * from {{ ref('fct_class_occurrence') }} where local_date is not null
),

attributed as (
    select *, 'actual' as attribution, coalesce(staff_id, 0) as teacher_id from classes
    union all
    select *, 'scheduled', coalesce(scheduled_staff_id, 0) from classes
),

summed as (
    select
        site_id,
        cast(date_trunc('month', local_date) as date) as month,
        attribution,
        teacher_id as staff_id,
        is_enrollment,
        {{ class_measures() }}
    from attributed
    group by site_id, date_trunc('month', local_date), attribution, teacher_id, is_enrollment
)

select
    site_id,
    month,
    attribution,
    staff_id,
    is_enrollment,
    {{ class_measures_and_rates() }}
from summed
