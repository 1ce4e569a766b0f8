{{ config(materialized='table') }}
-- Cohorts month by month, at each site and over all. A month is known once its last day lies at or before as_of, and if any of it
-- lies in the data: what is not known is null, since neither a month still running nor one nobody read is a lost customer.
with people as (
    select * from {{ ref('int_cohort_people') }}
),

scopes as (
    select * from {{ ref('int_cohort_scopes') }}
),

person_months as (
    select * from {{ ref('int_person_months') }}
),

cohorts as (
    select
        scope,
        cohort_type,
        cohort_month,
        count(*) as cohort_size,
        count(*) filter (where is_censored) as censored_n
    from people
    group by scope, cohort_type, cohort_month
),

months as (
    select
        cohorts.*,
        scopes.site_id,
        scopes.as_of_date,
        scopes.data_start_date,
        scopes.currency,
        unnest(range(
            date_diff(
                'month',
                min(cohorts.cohort_month) over (partition by cohorts.scope, cohorts.cohort_type),
                scopes.as_of_date
            ) + 1
        )) as month_index
    from cohorts
    inner join scopes on cohorts.scope = scopes.scope
),

-- What was bought before the month of the cohort is in the revenue of its first month.
done as (
    select
        people.scope,
        people.cohort_type,
        people.cohort_month,
        greatest(date_diff('month', people.cohort_month, person_months.month), 0) as month_index,
        count(*) filter (where person_months.has_come and person_months.month >= people.cohort_month) as active_n,
        sum(person_months.net) as revenue
    from people
    inner join person_months
        on people.scope = person_months.scope and people.person_key = person_months.person_key
    group by
        people.scope,
        people.cohort_type,
        people.cohort_month,
        greatest(date_diff('month', people.cohort_month, person_months.month), 0)
),

cells as (
    select
        months.*,
        last_day(months.cohort_month + to_months(cast(months.month_index as integer))) as month_end,
        coalesce(done.active_n, 0) as seen_n,
        sum(coalesce(done.revenue, 0)) over (
            partition by months.scope, months.cohort_type, months.cohort_month
            order by months.month_index
        ) as revenue_so_far
    from months
    left join done
        on months.scope = done.scope
        and months.cohort_type = done.cohort_type
        and months.cohort_month = done.cohort_month
        and months.month_index = done.month_index
),

known as (
    select
        *,
        month_end <= as_of_date as is_mature,
        month_end <= as_of_date and month_end >= data_start_date as is_known
    from cells
)

select
    scope,
    site_id,
    cohort_type,
    cohort_month,
    cast(month_index as integer) as month_index,
    cohort_size,
    censored_n,
    if(is_known, seen_n, null) as active_n,
    cast(if(is_known, seen_n, null) / cohort_size as decimal(9, 6)) as retained_rate,
    cast(if(is_known and currency is not null, revenue_so_far, null) as decimal(18, 4)) as revenue_cum,
    if(is_known and currency is not null, {{ amount_each('revenue_so_far', 'cohort_size') }}, null) as revenue_per_head,
    currency,
    is_mature
from known
