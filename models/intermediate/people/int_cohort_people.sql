{{ config(materialized='table') }}
-- Everybody's cohorts: the month of a first visit, a first paid purchase, a first membership, at a site and over all of them. Over
-- sites the first of all counts, and it is as sure as the site where it happened makes it.
with scopes as (
    select * from {{ ref('int_cohort_scopes') }}
),

firsts as (
    select * from {{ ref('int_person_first_dates') }}
),

typed as (
    select site_id, person_key, 'first_visit' as cohort_type, first_attended_date as first_date, is_attended_censored as is_censored
    from firsts
    where first_attended_date is not null
    union all
    select site_id, person_key, 'first_purchase', first_paid_sale_date, is_paid_censored
    from firsts
    where first_paid_sale_date is not null
    union all
    select site_id, person_key, 'membership_start', first_membership_start, is_membership_censored
    from firsts
    where first_membership_start is not null
),

over_sites as (
    select *
    from typed
    qualify row_number() over (partition by person_key, cohort_type order by first_date, is_censored desc, site_id) = 1
),

scoped as (
    select cast(site_id as varchar) as scope, person_key, cohort_type, first_date, is_censored from typed
    union all
    select 'all', person_key, cohort_type, first_date, is_censored from over_sites
)

select
    scoped.scope,
    scoped.cohort_type,
    scoped.person_key,
    scoped.first_date,
    cast(date_trunc('month', scoped.first_date) as date) as cohort_month,
    scoped.is_censored
from scoped
-- Where another site reaches less far, all of them together do not know of this first yet.
inner join scopes on scoped.scope = scopes.scope and scoped.first_date <= scopes.as_of_date
