-- Nobody returned who was not looked at, nobody is looked at who is not of the cohort, whoever came in the last days of a window came
-- in it, and a longer window since the start loses nobody of those it still looks at.
with returns as (
    select * from {{ ref('fct_cohort_return') }}
),

beside as (
    select
        *,
        max(returned_n) filter (where form = 'since_start') over (
            partition by site_id, cohort_type, cohort_month, window_days
        ) as since_start_n,
        lag(eligible_n) over longer as shorter_eligible_n,
        lag(returned_n) over longer as shorter_returned_n
    from returns
    window longer as (partition by site_id, cohort_type, cohort_month, form order by window_days)
)

select
    site_id,
    cohort_type,
    cohort_month,
    form,
    window_days,
    cohort_size,
    eligible_n,
    returned_n,
    since_start_n
from beside
where returned_n > eligible_n
    or eligible_n > cohort_size
    or eligible_n > shorter_eligible_n
    or (form = 'bracket' and returned_n > since_start_n)
    or (form = 'since_start' and eligible_n = shorter_eligible_n and returned_n < shorter_returned_n)
    or (eligible_n = 0) <> (returned_n is null)
