-- How many sessions a visit takes of its pricing option: told by the type of session of the class or the appointment.
with visits as (
    select * from {{ ref('int_visits_deduped') }}
),

classes as (
    select
        site_id,
        class_id,
        try_cast(class_description ->> '$.Id' as bigint) as class_description_id,
        try_cast(class_description ->> '$.SessionType.Id' as bigint) as session_type_id
    from {{ ref('stg_mindbody__classes') }}
),

descriptions as (
    select
        site_id,
        class_description_id,
        try_cast(session_type ->> '$.Id' as bigint) as session_type_id
    from {{ ref('stg_mindbody__class_descriptions') }}
),

appointments as (
    select site_id, appointment_id, session_type_id from {{ ref('stg_mindbody__appointments') }}
),

session_types as (
    select site_id, session_type_id, num_deducted from {{ ref('stg_mindbody__session_types') }}
)

select
    visits.site_id,
    visits.visit_id,
    greatest(coalesce(session_types.num_deducted, 1), 0) as sessions
from visits
left join classes on visits.site_id = classes.site_id and visits.class_id = classes.class_id
left join descriptions
    on classes.site_id = descriptions.site_id and classes.class_description_id = descriptions.class_description_id
left join appointments on visits.site_id = appointments.site_id and visits.appointment_id = appointments.appointment_id
left join session_types
    on visits.site_id = session_types.site_id
    and coalesce(classes.session_type_id, descriptions.session_type_id, appointments.session_type_id)
    = session_types.session_type_id
