-- The Attendance with Revenue report: every visit but early cancellations and bookings still ahead. Revenue per visit is what the
-- pricing option cost, by its count; unlimited options have none (Mindbody's own figure there changes every time it is run), and
-- a visit without a known sale has none either: unknown is not nothing.
with visits as (
    select * from {{ ref('fct_visit') }}
    where outcome in ('attended', 'late_cancel', 'no_show', 'unresolved')
),

named as (
    select site_id, visit_id, visit_name, service_name from {{ ref('int_visits_deduped') }}
),

holdings as (
    select * from {{ ref('int_pass_prices') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

staff as (
    select * from {{ ref('dim_staff') }}
)

select
    visits.site_id,
    visits.visit_id,
    visits.client_id,
    visits.local_date,
    visits.starts_at_local,
    visits.visit_kind,
    named.visit_name,
    coalesce(holdings.service_name, named.service_name) as pricing_option,
    visits.service_id,
    visits.staff_id,
    staff.staff_name,
    visits.location_id,
    locations.location_name,
    holdings.sale_location_id,
    visits.outcome = 'late_cancel' as late_cancel,
    visits.outcome = 'no_show' as no_show,
    coalesce(holdings.is_unlimited, false) as is_unlimited,
    cast(holdings.revenue_per_visit as decimal(18, 4)) as revenue_per_visit
from visits
inner join named on visits.site_id = named.site_id and visits.visit_id = named.visit_id
left join holdings on visits.site_id = holdings.site_id and visits.service_id = holdings.client_service_id
left join locations on visits.site_id = locations.site_id and visits.location_id = locations.location_id
left join staff on visits.site_id = staff.site_id and visits.staff_id = staff.staff_id
