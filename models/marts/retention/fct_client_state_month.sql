-- The state of each person at the end of each month; the running month stands at the site's as_of.
with spans as (
    select * from {{ ref('fct_client_state_span') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

months as (
    select
        spans.*,
        as_of.as_of_date,
        cast(unnest(generate_series(
            date_trunc('month', spans.from_date), date_trunc('month', spans.until_date), interval 1 month
        )) as date) as month
    from spans
    inner join as_of on spans.site_id = as_of.site_id
)

select
    site_id,
    person_key,
    month,
    state,
    from_date as state_since,
    lag(state) over (partition by site_id, person_key order by month) as state_before,
    last_day(month) <= as_of_date as is_mature,
    is_censored
from months
where until_date >= least(last_day(month), as_of_date)
