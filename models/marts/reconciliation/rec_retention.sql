-- The Retention report in detail, run as "returned within 30 days" to any staff member and any location: who first came in the period, and
-- whether they came again. The report's own day count is free; this is the one it is compared under.
with firsts as (
    select * from {{ ref('int_native_first_visits') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

staff as (
    select * from {{ ref('dim_staff') }}
),

readings as (
    select
        site_id,
        min(read_since) as read_since
    from {{ ref('int_readings') }}
    where stream in ('class_visits', 'client_visits')
    group by site_id
)

select
    firsts.site_id,
    firsts.visit_id,
    firsts.client_id,
    firsts.local_date,
    firsts.start_local as starts_at_local,
    firsts.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    firsts.program_name,
    staff.staff_name,
    firsts.returned_on,
    if(coalesce(firsts.returned_on <= firsts.local_date + 30, false), 'Repeat', 'New') as category_name,
    firsts.extracted_at as changed_at,
    readings.read_since
from firsts
left join locations on firsts.site_id = locations.site_id and firsts.location_id = locations.location_id
left join staff on firsts.site_id = staff.site_id and firsts.staff_id = staff.staff_id
left join readings on firsts.site_id = readings.site_id
