-- The Payroll report in detail, as far as the API tells it: what each class, appointment or enrollment earned who gave it. Of
-- staff who had left when it was read the API tells nothing, and the stream is read only when it is named.
with earnings as (
    select * from {{ ref('stg_mindbody__payroll_scheduled_service_earnings') }} where service_local is not null
),

classes as (
    select site_id, class_id, class_name, location_id, signed_in from {{ ref('int_class_occurrences') }}
),

appointments as (
    select
        appointments.site_id,
        appointments.appointment_id,
        session_types.session_type_name,
        appointments.location_id
    from {{ ref('stg_mindbody__appointments') }} as appointments
    left join {{ ref('stg_mindbody__session_types') }} as session_types
        on appointments.site_id = session_types.site_id and appointments.session_type_id = session_types.session_type_id
),

enrollments as (
    select
        held.site_id,
        held.class_id,
        kinds.class_description_name as class_name,
        held.location_id,
        held.total_signed_in
    from {{ ref('stg_mindbody__enrollment_classes') }} as held
    left join {{ ref('dim_class') }} as kinds
        on held.site_id = kinds.site_id and held.class_description_id = kinds.class_description_id
    qualify row_number() over (partition by held.site_id, held.class_id order by held.class_schedule_id, held.line_no) = 1
),

services as (
    select site_id, 'class' as kind, class_id as service_id, class_name as service_name, location_id, signed_in as clients
    from classes
    union all
    select site_id, 'appointment', appointment_id, session_type_name, location_id, 1 from appointments
    union all
    select site_id, 'enrollment', class_id, class_name, location_id, total_signed_in from enrollments
),

staff as (
    select * from {{ ref('dim_staff') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

readings as (
    select * from {{ ref('int_readings') }} where stream = 'payroll_scheduled_service_earnings'
)

select
    earnings.site_id,
    earnings.staff_id,
    earnings.scheduled_service_type,
    earnings.scheduled_service_id,
    staff.staff_name,
    services.service_name,
    earnings.service_local as starts_at_local,
    cast(earnings.service_local as date) as local_date,
    services.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    services.clients,
    earnings.earnings,
    sites.currency,
    earnings.extracted_at as changed_at,
    readings.read_since
from earnings
left join services
    on earnings.site_id = services.site_id
    and lower(earnings.scheduled_service_type) = services.kind
    and earnings.scheduled_service_id = services.service_id
left join staff on earnings.site_id = staff.site_id and earnings.staff_id = staff.staff_id
left join locations on services.site_id = locations.site_id and services.location_id = locations.location_id
left join sites on earnings.site_id = sites.site_id
left join readings on earnings.site_id = readings.site_id
