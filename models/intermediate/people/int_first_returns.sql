-- Everybody's first visit and the first later day on which they came again: at all, to the same teacher, to the same place, to
-- both. A second class on the day of the first visit is that visit gone on, no return. Who teaches or where it was may not be
-- told; then nobody can have come back to the same.
with attended as (
    select * from {{ ref('int_attended') }}
),

visits as (
    select * from {{ ref('int_visits_persons') }}
),

placed as (
    select
        attended.site_id,
        attended.person_key,
        attended.visit_id,
        attended.visit_no,
        attended.local_date,
        visits.location_id,
        visits.staff_id
    from attended
    inner join visits on attended.site_id = visits.site_id and attended.visit_id = visits.visit_id
),

firsts as (
    select * from placed where visit_no = 1
)

select
    firsts.site_id,
    firsts.person_key,
    firsts.visit_id as first_visit_id,
    firsts.local_date as first_visit_date,
    firsts.location_id,
    firsts.staff_id,
    min(later.local_date) as returned_on,
    min(later.local_date) filter (where later.staff_id = firsts.staff_id) as returned_to_staff_on,
    min(later.local_date) filter (where later.location_id = firsts.location_id) as returned_to_location_on,
    min(later.local_date) filter (where later.staff_id = firsts.staff_id and later.location_id = firsts.location_id)
        as returned_to_both_on
from firsts
left join placed as later
    on firsts.site_id = later.site_id and firsts.person_key = later.person_key and later.local_date > firsts.local_date
group by
    firsts.site_id, firsts.person_key, firsts.visit_id, firsts.local_date, firsts.location_id, firsts.staff_id
