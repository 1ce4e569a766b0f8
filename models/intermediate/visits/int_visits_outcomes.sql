-- Each visit with its one outcome; the first rule that fits counts.
-- AppointmentStatus reads NoShow on attended class visits, so it is only heard for appointments.
with visits as (
    select * from {{ ref('int_visits_deduped') }}
),

classes as (
    select site_id, class_id, is_canceled
    from {{ ref('stg_mindbody__classes') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    visits.*,
    case
        when coalesce(classes.is_canceled, false) then 'cancelled_class'
        when visits.is_gone or visits.appointment_status = 'Cancelled' then 'early_cancel'
        when visits.is_late_cancelled or visits.appointment_status = 'LateCancelled' then 'late_cancel'
        when visits.is_missed or visits.appointment_status = 'NoShow' then 'no_show'
        when visits.is_signed_in or visits.appointment_status in ('Completed', 'Arrived') then 'attended'
        when as_of.as_of_local is null or visits.start_local > as_of.as_of_local then 'booked_future'
        {% if var('sign_in_required_sites') %}
        when visits.site_id in ({{ var('sign_in_required_sites') | join(', ') }}) then 'no_show'
        {% endif %}
        else 'unresolved'
    end as outcome
from visits
left join classes on visits.site_id = classes.site_id and visits.class_id = classes.class_id
left join as_of on visits.site_id = as_of.site_id
