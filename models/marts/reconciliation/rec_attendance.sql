-- The Attendance with Revenue report: every visit but early cancellations and bookings still ahead. A visit on a pack is worth
-- the price of the pack by its count. On an unlimited option it is worth the fee by the visits so far: Mindbody writes that
-- figure anew on every visit each time the report is run, so ours, which stands as of the last reading, equals an export of the
-- same moment and no other. A visit on no option brought nothing; one whose sale is not known has no figure: unknown is not
-- nothing.
with visits as (
    select
        *,
        count(*) over (partition by site_id, service_id) as visits_so_far
    from {{ ref('fct_visit') }}
    where outcome in ('attended', 'late_cancel', 'no_show', 'unresolved')
),

told as (
    select site_id, visit_id, visit_name, service_name, extracted_at from {{ ref('int_visits_deduped') }}
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

classes as (
    select occurrences.site_id, occurrences.class_id, kinds.program_name
    from {{ ref('int_class_occurrences') }} as occurrences
    inner join {{ ref('dim_class') }} as kinds
        on occurrences.site_id = kinds.site_id and occurrences.class_description_id = kinds.class_description_id
),

appointments as (
    select appointments.site_id, appointments.appointment_id, programs.program_name
    from {{ ref('stg_mindbody__appointments') }} as appointments
    inner join {{ ref('stg_mindbody__programs') }} as programs
        on appointments.site_id = programs.site_id and appointments.program_id = programs.program_id
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
    visits.site_id,
    visits.visit_id,
    visits.client_id,
    visits.local_date,
    visits.starts_at_local,
    visits.visit_kind,
    told.visit_name,
    coalesce(classes.program_name, appointments.program_name) as visit_category_name,
    coalesce(holdings.service_name, told.service_name) as pricing_option,
    visits.service_id,
    holdings.program_name as category_name,
    visits.staff_id,
    staff.staff_name,
    visits.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    holdings.sale_location_id,
    visits.outcome = 'late_cancel' as late_cancel,
    visits.outcome = 'no_show' as no_show,
    coalesce(holdings.is_unlimited, false) as is_unlimited,
    cast(holdings.revenue_per_visit as decimal(18, 4)) as revenue_per_visit,
    cast(case
        when visits.service_id is null then 0
        when holdings.is_unlimited then {{ quotient_cents(
            ten_thousandths('holdings.price'), 'cast(visits.visits_so_far * 100 as hugeint)'
        ) }}
        else holdings.revenue_per_visit
    end as decimal(18, 4)) as revenue,
    told.extracted_at as changed_at,
    readings.read_since
from visits
inner join told on visits.site_id = told.site_id and visits.visit_id = told.visit_id
left join holdings on visits.site_id = holdings.site_id and visits.service_id = holdings.client_service_id
left join locations on visits.site_id = locations.site_id and visits.location_id = locations.location_id
left join staff on visits.site_id = staff.site_id and visits.staff_id = staff.staff_id
left join classes on visits.site_id = classes.site_id and visits.class_id = classes.class_id
left join appointments on visits.site_id = appointments.site_id and visits.appointment_id = appointments.appointment_id
left join readings on visits.site_id = readings.site_id
