-- Classes of a month by what they are and who taught them. A kind of class goes by its id: names change, and the newest is shown.
with classes as (
    select * from {{ ref('fct_class_occurrence') }} where local_date is not null
),

summed as (
    select
        site_id,
        coalesce(location_id, 0) as location_id,
        cast(date_trunc('month', local_date) as date) as month,
        coalesce(class_description_id, 0) as class_description_id,
        coalesce(staff_id, 0) as staff_id,
        is_enrollment,
        arg_max(class_name, (starts_at_local, class_id)) as class_name,
        {{ class_measures() }}
    from classes
    group by
        site_id, coalesce(location_id, 0), date_trunc('month', local_date), coalesce(class_description_id, 0),
        coalesce(staff_id, 0), is_enrollment
)

select
    site_id,
    location_id,
    month,
    class_description_id,
    staff_id,
    is_enrollment,
    class_name,
    {{ class_measures_and_rates() }}
from summed
