-- The First Visit report: everybody's first visit by its day, place and kind. The report names people by name alone and the marts hold no
-- names, so that rows are compared by what was visited: who it was is told on our side only.
with firsts as (
    select * from {{ ref('int_native_first_visits') }}
),

holdings as (
    select * from {{ ref('int_pass_prices') }}
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
    firsts.program_name as category_name,
    firsts.session_type_name as visit_type,
    coalesce(holdings.service_name, firsts.service_name) as pricing_option,
    staff.staff_name,
    firsts.is_web_signup,
    firsts.visits_since,
    firsts.extracted_at as changed_at,
    readings.read_since
from firsts
left join holdings on firsts.site_id = holdings.site_id and firsts.service_id = holdings.client_service_id
left join locations on firsts.site_id = locations.site_id and firsts.location_id = locations.location_id
left join staff on firsts.site_id = staff.site_id and firsts.staff_id = staff.staff_id
left join readings on firsts.site_id = readings.site_id
