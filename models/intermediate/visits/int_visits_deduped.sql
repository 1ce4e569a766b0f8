{{ config(materialized='table') }}
-- One row per visit. Rosters and client histories tell the same visits; the newest word counts, and a row that vanished from
-- either (an early cancellation) counts as gone when that was seen after the other's last word.
-- Appointment visits come doubled (API release notes): one per appointment, client and start is kept. So do arrivals, within
-- 15 minutes: the first of them is kept.
with told as (
    select *, 1 as source_order from {{ ref('stg_mindbody__class_visits') }}
    union all by name
    select *, 2 as source_order from {{ ref('stg_mindbody__client_visits') }}
),

judged as (
    select
        *,
        coalesce(
            max(deleted_at) over same_visit
            > coalesce(max(extracted_at) filter (where deleted_at is null) over same_visit, timestamp '1970-01-01'),
            false
        ) as is_gone
    from told
    window same_visit as (partition by site_id, visit_id)
),

one_per_visit as (
    select *
    from judged
    qualify row_number() over (
        partition by site_id, visit_id
        order by deleted_at is null desc, last_modified_utc desc nulls last, extracted_at desc, source_order
    ) = 1
),

arrivals as (
    select
        site_id,
        visit_id,
        start_local - lag(start_local) over (
            partition by site_id, client_id, location_id
            order by start_local, visit_id
        ) as since_last
    from one_per_visit
    where coalesce(class_id, 0) = 0 and coalesce(appointment_id, 0) = 0 and client_id <> '' and not is_gone
)

select
    site_id,
    visit_id,
    nullif(client_id, '') as client_id,
    nullif(client_unique_id, 0) as client_unique_id,
    nullif(class_id, 0) as class_id,
    nullif(appointment_id, 0) as appointment_id,
    case when appointment_id > 0 then appointment_status end as appointment_status,
    location_id,
    staff_id,
    nullif(service_id, 0) as service_id,
    nullif(product_id, 0) as product_id,
    visit_name,
    service_name,
    start_local,
    end_local,
    start_utc,
    end_utc,
    coalesce(signed_in, false) as is_signed_in,
    coalesce(missed, false) as is_missed,
    coalesce(late_cancelled, false) as is_late_cancelled,
    coalesce(web_signup, false) as is_web_signup,
    coalesce(make_up, false) as is_make_up,
    is_gone,
    extracted_at
from one_per_visit
where not exists (
    select 1 from arrivals
    where arrivals.site_id = one_per_visit.site_id
        and arrivals.visit_id = one_per_visit.visit_id
        and arrivals.since_last <= interval 15 minutes
)
qualify row_number() over (
    partition by
        site_id,
        coalesce(nullif(appointment_id, 0), -visit_id),
        case when appointment_id > 0 then client_id end,
        case when appointment_id > 0 then start_local end
    order by is_gone, visit_id
) = 1
