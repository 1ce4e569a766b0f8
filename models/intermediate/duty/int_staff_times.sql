-- Everything that staff are there for, away for, or busy with, one span each; ids of 0 and below are the system's own, not staff.
{%- set prepares = var('prep_counts_as_booked') %}
with availabilities as (
    select * from {{ ref('stg_mindbody__staff_availabilities') }}
),

unavailabilities as (
    select * from {{ ref('stg_mindbody__unavailabilities') }}
),

classes as (
    select * from {{ ref('int_class_occurrences') }} where not is_cancelled
),

sessions as (
    select * from {{ ref('int_enrollment_sessions') }} where not is_cancelled
),

sites as (
    select site_id, zone from {{ ref('int_sites') }}
),
{%- if prepares %}

-- Where availabilities start together, the longest.
preparing as (
    select site_id, staff_id, start_local, end_local, prep_time, finish_time
    from availabilities
    where start_local is not null
    qualify row_number() over (
        partition by site_id, staff_id, start_local order by end_local desc, availability_id, copy_no
    ) = 1
),

session_types as (
    select site_id, staff_id, session_type_id, prep_time, finish_time from {{ ref('stg_mindbody__staff_session_types') }}
),

-- Minutes around an appointment: the staff member's own for its type, else those of the time they offered.
timed as (
    select
        appointments.*,
        to_minutes(coalesce(session_types.prep_time, if(offered.is_inside, offered.prep_time, null), 0)) as prep,
        to_minutes(coalesce(session_types.finish_time, if(offered.is_inside, offered.finish_time, null), 0)) as finish
    from {{ ref('int_appointment_times') }} as appointments
    left join session_types
        on appointments.site_id = session_types.site_id
        and appointments.staff_id = session_types.staff_id
        and appointments.session_type_id = session_types.session_type_id
    left join (
        select
            appointments.site_id,
            appointments.appointment_id,
            preparing.end_local > appointments.start_local as is_inside,
            preparing.prep_time,
            preparing.finish_time
        from {{ ref('int_appointment_times') }} as appointments
        asof join preparing
            on appointments.site_id = preparing.site_id
            and appointments.staff_id = preparing.staff_id
            and appointments.start_local >= preparing.start_local
    ) as offered on appointments.site_id = offered.site_id and appointments.appointment_id = offered.appointment_id
),
{%- endif %}

appointments as (
    select
        site_id,
        staff_id,
        cast(start_local as date) as starts_on,
        {%- if prepares %}
        start_local - prep as start_local,
        end_local + finish as end_local,
        start_utc - prep as start_utc,
        end_utc + finish as end_utc
    from timed
        {%- else %}
        start_local,
        end_local,
        start_utc,
        end_utc
    from {{ ref('int_appointment_times') }}
        {%- endif %}
),

spans as (
    {%- for kind, relation in {
        'available': 'availabilities', 'unavailable': 'unavailabilities', 'class': 'classes', 'session': 'sessions'
    }.items() %}
    select
        site_id,
        staff_id,
        '{{ kind }}' as kind,
        cast(start_local as date) as starts_on,
        start_local,
        end_local,
        start_utc,
        end_utc
    from {{ relation }}
    union all by name
    {%- endfor %}
    select *, 'appointment' as kind from appointments
)

select
    spans.site_id,
    spans.staff_id,
    spans.kind,
    spans.starts_on,
    spans.start_local,
    spans.end_local,
    spans.start_utc,
    spans.end_utc,
    sites.zone
from spans
inner join sites on spans.site_id = sites.site_id
where spans.staff_id > 0 and spans.end_local > spans.start_local
