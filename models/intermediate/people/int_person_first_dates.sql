{{ config(materialized='table') }}
-- The day a person first came, first paid, first became a member, and was first written down, at each site; nothing after as_of.
-- A first close to where the site's data begins is censored: there may well have been an earlier one that nobody read.
with as_of as (
    select * from {{ ref('int_as_of') }}
),

data_start as (
    select * from {{ ref('int_data_start') }}
),

visits as (
    select
        site_id,
        person_key,
        local_date as first_attended_date
    from {{ ref('int_attended') }}
    where visit_no = 1
),

purchases as (
    select
        site_id,
        person_key,
        min(local_date) as first_paid_sale_date
    from {{ ref('int_person_purchases') }}
    where is_paid_purchase
    group by site_id, person_key
),

-- A profile that was merged away is no longer listed, and was made when it was made.
clients as (
    select site_id, client_unique_id, cast(creation_local as date) as created_on from {{ ref('stg_mindbody__clients') }}
    union all
    select site_id, client_unique_id, creation_date from {{ ref('base_mindbody__gone_clients') }}
),

people as (
    select * from {{ ref('int_person') }} where not is_excluded_person
),

memberships as (
    select
        site_id,
        person_key,
        min(started_on) as first_membership_start
    from {{ ref('int_memberships') }}
    where not is_excluded_person
    group by site_id, person_key
),

profiles as (
    select
        clients.site_id,
        people.person_key,
        min(clients.created_on) as first_profile_date
    from clients
    inner join people on clients.site_id = people.site_id and clients.client_unique_id = people.client_unique_id
    inner join as_of on clients.site_id = as_of.site_id and clients.created_on <= as_of.as_of_date
    group by clients.site_id, people.person_key
),

firsts as (
    select
        site_id,
        person_key,
        visits.first_attended_date,
        purchases.first_paid_sale_date,
        memberships.first_membership_start,
        profiles.first_profile_date
    from profiles
    full join visits using (site_id, person_key)
    full join purchases using (site_id, person_key)
    full join memberships using (site_id, person_key)
)

select
    firsts.*,
    firsts.first_attended_date < data_start.data_start_date + {{ var('censored_days') }} as is_attended_censored,
    firsts.first_paid_sale_date < data_start.data_start_date + {{ var('censored_days') }} as is_paid_censored,
    firsts.first_membership_start < data_start.data_start_date + {{ var('censored_days') }} as is_membership_censored
from firsts
inner join data_start on firsts.site_id = data_start.site_id
