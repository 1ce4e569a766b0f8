-- What staff had to offer for appointments on a day and how much of it was booked. Minutes are unions: overlapping
-- availabilities, absences or bookings count once. Booked outside available time stands apart and is in no rate.
with stretches as (
    select
        site_id,
        staff_id,
        local_date,
        {%- for name, condition in {
            'told': 'available_n > 0', 'available': 'is_available',
            'booked': 'is_available and appointment_n > 0', 'outside': 'not is_available and appointment_n > 0',
            'class': 'class_n > 0', 'enrollment': 'session_n > 0'
        }.items() %}
        coalesce(sum(seconds) filter (where {{ condition }}), 0) as {{ name }}_seconds,
        {%- endfor %}
        sum(seconds * appointment_n) as service_seconds
    from {{ ref('int_staff_stretches') }}
    group by site_id, staff_id, local_date
),

services as (
    select site_id, staff_id, starts_on as local_date, count(*) as services_n
    from {{ ref('int_staff_times') }}
    where kind = 'appointment'
    group by site_id, staff_id, starts_on
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    stretches.site_id,
    stretches.staff_id,
    stretches.local_date,
    {%- for column, seconds in {
        'offered_minutes': 'told', 'available_minutes': 'available', 'booked_minutes': 'booked',
        'outside_availability_minutes': 'outside', 'service_minutes': 'service', 'class_minutes': 'class',
        'enrollment_minutes': 'enrollment'
    }.items() %}
    {{ minutes_of('stretches.' ~ seconds ~ '_seconds') }} as {{ column }},
    {%- endfor %}
    coalesce(services.services_n, 0) as services_n,
    {{ ratio('stretches.booked_seconds', 'stretches.available_seconds') }} as utilization_rate,
    stretches.outside_seconds > 0 and stretches.available_seconds = 0 as is_without_availability,
    coalesce(stretches.local_date <= as_of.as_of_date, false) as is_past
from stretches
left join services
    on stretches.site_id = services.site_id
    and stretches.staff_id = services.staff_id
    and stretches.local_date = services.local_date
left join as_of on stretches.site_id = as_of.site_id
-- An absence alone is no day's work.
where stretches.told_seconds + stretches.service_seconds + stretches.class_seconds + stretches.enrollment_seconds > 0
