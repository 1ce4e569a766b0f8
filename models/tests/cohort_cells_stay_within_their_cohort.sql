-- Nobody comes back who is not of the cohort, a cell that is not over tells nothing, and a cohort is as large in every month.
with cells as (
    select site_id, cohort_type, cohort_month, month_index, cohort_size, censored_n, active_n, retained_rate, revenue_cum, is_mature
    from {{ ref('fct_cohort_retention') }}
    union all
    select null, cohort_type, cohort_month, month_index, cohort_size, censored_n, active_n, retained_rate, revenue_cum, is_mature
    from {{ ref('fct_cohort_retention_all_sites') }}
),

sized as (
    select
        *,
        max(cohort_size) over (partition by site_id, cohort_type, cohort_month) as largest_size
    from cells
)

select
    site_id,
    cohort_type,
    cohort_month,
    month_index,
    cohort_size,
    censored_n,
    active_n
from sized
where active_n > cohort_size
    or censored_n > cohort_size
    or cohort_size <> largest_size
    or (not is_mature and (active_n is not null or revenue_cum is not null))
    or (active_n is null) <> (retained_rate is null)
