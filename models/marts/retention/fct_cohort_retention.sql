-- People by the calendar month of their first attended visit. Month k is known once its last day lies at or before the site's
-- as_of; before that the cell is null, since a month still running is no lost customer.
with attended as (
    select * from {{ ref('int_attended') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

people as (
    select
        site_id,
        person_key,
        date_trunc('month', local_date) as cohort_month
    from attended
    where visit_no = 1
),

cohorts as (
    select
        site_id,
        cohort_month,
        count(*) as cohort_size
    from people
    group by site_id, cohort_month
),

months as (
    select
        cohorts.*,
        as_of.as_of_date,
        unnest(range(
            cast(date_diff('month', min(cohort_month) over (partition by cohorts.site_id), as_of.as_of_date) as bigint) + 1
        )) as month_index
    from cohorts
    inner join as_of on cohorts.site_id = as_of.site_id
),

active as (
    select
        people.site_id,
        people.cohort_month,
        date_diff('month', people.cohort_month, attended.local_date) as month_index,
        count(distinct people.person_key) as active_n
    from people
    inner join attended on people.site_id = attended.site_id and people.person_key = attended.person_key
    group by people.site_id, people.cohort_month, date_diff('month', people.cohort_month, attended.local_date)
),

cells as (
    select
        months.*,
        last_day(months.cohort_month + to_months(cast(months.month_index as integer))) <= months.as_of_date as is_mature,
        coalesce(active.active_n, 0) as seen_n
    from months
    left join active
        on months.site_id = active.site_id
        and months.cohort_month = active.cohort_month
        and months.month_index = active.month_index
)

select
    site_id,
    'first_visit' as cohort_type,
    cast(cohort_month as date) as cohort_month,
    cast(month_index as integer) as month_index,
    cohort_size,
    if(is_mature, seen_n, null) as active_n,
    cast(if(is_mature, seen_n, null) / cohort_size as decimal(9, 6)) as retained_rate,
    is_mature
from cells
