-- First visits as Mindbody's own reports tell them: by profile, files the studio made one as the one that was kept, house accounts
-- among them, and no link between sites. Signed in is what counts: a reservation that nobody kept is no visit.
with visits as (
    select *
    from {{ ref('int_visits_persons') }}
    where outcome = 'attended' and start_local is not null
),

people as (
    select * from {{ ref('int_person') }}
),

classes as (
    select occurrences.site_id, occurrences.class_id, kinds.program_name, kinds.session_type_name
    from {{ ref('int_class_occurrences') }} as occurrences
    inner join {{ ref('dim_class') }} as kinds
        on occurrences.site_id = kinds.site_id and occurrences.class_description_id = kinds.class_description_id
),

appointments as (
    select appointments.site_id, appointments.appointment_id, programs.program_name, kinds.session_type_name
    from {{ ref('stg_mindbody__appointments') }} as appointments
    left join {{ ref('stg_mindbody__programs') }} as programs
        on appointments.site_id = programs.site_id and appointments.program_id = programs.program_id
    left join {{ ref('stg_mindbody__session_types') }} as kinds
        on appointments.site_id = kinds.site_id and appointments.session_type_id = kinds.session_type_id
),

known as (
    select
        visits.*,
        coalesce(people.survivor_unique_id, visits.client_unique_id) as survivor_unique_id
    from visits
    left join people on visits.site_id = people.site_id and visits.client_unique_id = people.client_unique_id
),

ordered as (
    select
        *,
        coalesce(
            cast(survivor_unique_id as varchar), 'client-' || client_id, 'visit-' || visit_id
        ) as profile_key,
        cast(start_local as date) as local_date,
        row_number() over same_profile as visit_no,
        first_value(cast(start_local as date)) over same_profile as first_date
    from known
    window same_profile as (partition by site_id, profile_key order by start_local, visit_id)
),

later as (
    select
        site_id,
        profile_key,
        count(*) - 1 as visits_since,
        min(local_date) filter (where local_date > first_date) as returned_on
    from ordered
    group by site_id, profile_key
)

select
    ordered.site_id,
    ordered.profile_key,
    coalesce(survivors.client_id, ordered.client_id) as client_id,
    ordered.visit_id,
    ordered.local_date,
    ordered.start_local,
    ordered.location_id,
    ordered.staff_id,
    ordered.service_id,
    ordered.service_name,
    ordered.is_web_signup,
    coalesce(classes.program_name, appointments.program_name) as program_name,
    coalesce(classes.session_type_name, appointments.session_type_name) as session_type_name,
    later.visits_since,
    later.returned_on,
    ordered.extracted_at
from ordered
inner join later on ordered.site_id = later.site_id and ordered.profile_key = later.profile_key
left join people as survivors
    on ordered.site_id = survivors.site_id and ordered.survivor_unique_id = survivors.client_unique_id
left join classes on ordered.site_id = classes.site_id and ordered.class_id = classes.class_id
left join appointments on ordered.site_id = appointments.site_id and ordered.appointment_id = appointments.appointment_id
where ordered.visit_no = 1
