-- Every person with a first is in one cohort of its type: of the site, and over all sites once those reach it. Visits are counted
-- from their own mart.
with firsts as (
    select * from {{ ref('int_person_first_dates') }}
),

reach as (
    select min(as_of_date) as as_of_date from {{ ref('int_as_of') }}
),

people as (
    select site_id, 'first_visit' as cohort_type, count(*) as people_n
    from {{ ref('fct_visit') }}
    where is_first_visit
    group by site_id
    union all
    select site_id, 'first_purchase', count(*) from firsts where first_paid_sale_date is not null group by site_id
    union all
    select site_id, 'membership_start', count(*) from firsts where first_membership_start is not null group by site_id
    union all
    select null, 'first_visit', count(distinct person_key)
    from firsts
    inner join reach on firsts.first_attended_date <= reach.as_of_date
    union all
    select null, 'first_purchase', count(distinct person_key)
    from firsts
    inner join reach on firsts.first_paid_sale_date <= reach.as_of_date
    union all
    select null, 'membership_start', count(distinct person_key)
    from firsts
    inner join reach on firsts.first_membership_start <= reach.as_of_date
),

cohorts as (
    select site_id, cohort_type, sum(cohort_size) as people_n
    from {{ ref('fct_cohort_retention') }}
    where month_index = 0
    group by site_id, cohort_type
    union all
    select null, cohort_type, sum(cohort_size)
    from {{ ref('fct_cohort_retention_all_sites') }}
    where month_index = 0
    group by cohort_type
)

select
    coalesce(people.site_id, cohorts.site_id) as site_id,
    coalesce(people.cohort_type, cohorts.cohort_type) as cohort_type,
    people.people_n,
    cohorts.people_n as in_cohorts
from people
full join cohorts
    on people.site_id is not distinct from cohorts.site_id and people.cohort_type = cohorts.cohort_type
where coalesce(people.people_n, 0) <> coalesce(cohorts.people_n, 0)
