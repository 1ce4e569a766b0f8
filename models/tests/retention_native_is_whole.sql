-- The Retention report by month holds the same people under each qualifier and window, loses nobody who came back as its window grows
-- or its qualifier loosens, and of those whose window is over says what the cohorts by days say.
with report as (
    select * from {{ ref('fct_retention_native') }}
),

cohorts as (
    select *
    from {{ ref('fct_cohort_return') }}
    where cohort_type = 'first_visit' and form = 'since_start'
),

neighbours as (
    select
        site_id,
        initial_month,
        qualifier,
        window_days,
        initial_n,
        repeat_n,
        lag(repeat_n) over (partition by site_id, initial_month, qualifier order by window_days) as repeat_before_n,
        max(repeat_n) filter (where qualifier = 'any') over same_window as repeat_any_n,
        min(initial_n) over (partition by site_id, initial_month) as initial_least_n
    from report
    window same_window as (partition by site_id, initial_month, window_days)
)

select
    'people' as what,
    site_id,
    initial_month,
    qualifier,
    window_days
from neighbours
where initial_n <> initial_least_n or repeat_n > initial_n or repeat_n < repeat_before_n or repeat_n > repeat_any_n
union all
select
    'cohorts',
    coalesce(report.site_id, cohorts.site_id),
    coalesce(report.initial_month, cohorts.cohort_month),
    report.qualifier,
    coalesce(report.window_days, cohorts.window_days)
from (select * from report where qualifier = 'any') as report
full join cohorts
    on report.site_id = cohorts.site_id
    and report.initial_month = cohorts.cohort_month
    and report.window_days = cohorts.window_days
where report.matured_n is distinct from cohorts.eligible_n
    or report.matured_repeat_n is distinct from cohorts.returned_n
    or report.initial_n is distinct from cohorts.cohort_size
