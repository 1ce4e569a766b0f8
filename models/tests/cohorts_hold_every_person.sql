-- Every person who ever attended is in one cohort of the site.
with people as (
    select site_id, count(*) as people_n
    from {{ ref('fct_visit') }}
    where is_first_visit
    group by site_id
),

cohorts as (
    select site_id, sum(cohort_size) as people_n
    from {{ ref('fct_cohort_retention') }}
    where month_index = 0
    group by site_id
)

select
    site_id,
    people.people_n,
    cohorts.people_n as in_cohorts
from people
full join cohorts using (site_id)
where people.people_n is distinct from cohorts.people_n
