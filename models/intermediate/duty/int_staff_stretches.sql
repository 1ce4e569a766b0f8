{{ config(materialized='table') }}
-- Days of staff in stretches in which nothing changes: how many availabilities, absences, appointments, classes and sessions of
-- enrollments cover each. Counts of two or more are overlaps; the unions are read off without them.
with pieces as (
    select * from {{ ref('int_staff_pieces') }}
),

laid as (
    {{ laid_over('pieces', ['site_id', 'staff_id', 'local_date'],
        ['available', 'unavailable', 'appointment', 'class', 'session']) }}
)

select
    site_id,
    staff_id,
    local_date,
    from_utc,
    until_utc,
    seconds,
    available_n,
    unavailable_n,
    appointment_n,
    class_n,
    session_n,
    available_n > 0
    and unavailable_n = 0
    {%- if var('classes_block_availability') %}
    and class_n = 0
    and session_n = 0
    {%- endif %} as is_available
from laid
