{{ config(materialized='table') }}
-- Everything by which a desk sees that somebody may leave, side by side, for each person it could call: on the list of clients,
-- active, not excluded. Whose suspension or whose studio's closure is running is away for a reason.
with profiles as (
    select * from {{ ref('int_person') }} where not is_excluded_person
),

clients as (
    select site_id, client_unique_id
    from {{ ref('stg_mindbody__clients') }}
    where coalesce(is_active, true) and not coalesce(is_company, false)
),

standing as (
    select * from {{ ref('int_person_standing') }}
),

rhythms as (
    select * from {{ ref('int_person_rhythms') }}
),

options as (
    select * from {{ ref('int_person_options') }}
),

visits as (
    select site_id, person_key, visit_id, location_id, staff_id, outcome, start_local
    from {{ ref('int_visits_persons') }}
),

attended as (
    select site_id, visit_id from {{ ref('int_attended') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

-- The profile that survived merges is the one a desk finds.
people as (
    select
        profiles.site_id,
        profiles.person_key,
        arg_min(
            profiles.client_id, (profiles.client_unique_id <> profiles.survivor_unique_id, profiles.client_unique_id)
        ) as client_id
    from profiles
    inner join clients
        on profiles.site_id = clients.site_id and profiles.client_unique_id = clients.client_unique_id
    group by profiles.site_id, profiles.person_key
),

last_seen as (
    select
        visits.site_id,
        visits.person_key,
        arg_max(nullif(visits.location_id, 0), (visits.start_local, visits.visit_id)) as last_location_id,
        arg_max(visits.staff_id, (visits.start_local, visits.visit_id)) filter (where visits.staff_id > 0) as last_staff_id
    from visits
    inner join attended on visits.site_id = attended.site_id and visits.visit_id = attended.visit_id
    group by visits.site_id, visits.person_key
),

bookings as (
    select
        site_id,
        person_key,
        cast(min(start_local) as date) as next_booked_on
    from visits
    where outcome = 'booked_future'
    group by site_id, person_key
)

select
    people.site_id,
    people.person_key,
    people.client_id,
    as_of.as_of_date,
    standing.person_key is not null as is_member,
    standing.membership_key,
    standing.membership_name,
    standing.member_since,
    standing.leaves_on,
    coalesce(standing.is_notice_given, false) as is_notice_given,
    standing.dunning_since,
    coalesce(standing.is_suspended, false) as is_suspended,
    standing.suspended_from,
    standing.suspended_until,
    rhythms.last_visit_date,
    rhythms.gap_days,
    rhythms.usual_gap_days,
    rhythms.long_gap_days,
    coalesce(standing.is_suspended, false) or coalesce(rhythms.is_ignored_now, false) as is_away,
    coalesce(as_of.as_of_date - rhythms.last_visit_date <= {{ var('recent_days') }}, false) as is_recent,
    coalesce(options.has_unlimited, false) as has_unlimited,
    coalesce(options.visits_left, 0) as visits_left,
    options.last_pack_name,
    options.expires_on,
    options.expiring_name,
    options.expiring_visits,
    bookings.next_booked_on,
    last_seen.last_location_id,
    last_seen.last_staff_id
from people
inner join as_of on people.site_id = as_of.site_id
left join standing on people.site_id = standing.site_id and people.person_key = standing.person_key
left join rhythms on people.site_id = rhythms.site_id and people.person_key = rhythms.person_key
left join options on people.site_id = options.site_id and people.person_key = options.person_key
left join bookings on people.site_id = bookings.site_id and people.person_key = bookings.person_key
left join last_seen on people.site_id = last_seen.site_id and people.person_key = last_seen.person_key
