-- Every attended visit of a person is counted once in its month, and so is every person who came in it.
with visits as (
    select
        site_id,
        cast(date_trunc('month', local_date) as date) as month,
        count(*) as visits_n,
        count(distinct person_key) as people_n
    from {{ ref('fct_visit') }}
    where attended_visit_no is not null
    group by site_id, date_trunc('month', local_date)
),

frequencies as (
    select
        site_id,
        month,
        sum(visits_n * people_n) as visits_n,
        sum(people_n) as people_n,
        min(month_visits) as least_visits_n,
        max(month_visits) as most_visits_n,
        min(month_people) as least_people_n,
        max(month_people) as most_people_n
    from {{ ref('fct_visit_frequency_month') }}
    group by site_id, month
)

select
    site_id,
    month,
    visits.visits_n as expected_visits_n,
    frequencies.visits_n,
    visits.people_n as expected_people_n,
    frequencies.people_n
from visits
full join frequencies using (site_id, month)
where
    visits.visits_n is distinct from frequencies.visits_n
    or visits.visits_n is distinct from frequencies.least_visits_n
    or visits.visits_n is distinct from frequencies.most_visits_n
    or visits.people_n is distinct from frequencies.people_n
    or visits.people_n is distinct from frequencies.least_people_n
    or visits.people_n is distinct from frequencies.most_people_n
