{{ config(materialized='table') }}
-- Kaplan-Meier by segment: a row on day 0, on each day somebody left, and on the last day observed. Who enters late is at risk
-- from the day after; on one day, who left goes before who was seen no longer. Intervals are taken on the log-log scale, which
-- keeps them between 0 and 1; it has no place for a survival of exactly 1 or 0, so they are null there. Twelve places are kept:
-- the last bits of a product of shares are noise, and would decide whether a curve that stands at one half has come down to it.
with subjects as (
    select * from {{ ref('int_survival_subjects') }}
),

moves as (
    select
        site_id, segment_by, segment_value, segment,
        if(entry_day = 0, 0, entry_day + 1) as day,
        1 as entered, 0 as event, 0 as censored
    from subjects
    union all
    select
        site_id, segment_by, segment_value, segment, duration_days, 0, cast(is_event as integer), cast(not is_event as integer)
    from subjects
    union all
    select distinct site_id, segment_by, segment_value, segment, 0, 0, 0, 0 from subjects
),

days as (
    select
        site_id,
        segment_by,
        segment_value,
        segment,
        day,
        cast(sum(entered) as bigint) as entered_n,
        cast(sum(event) as bigint) as event_n,
        cast(sum(censored) as bigint) as censored_n
    from moves
    group by site_id, segment_by, segment_value, segment, day
),

counted as (
    select
        *,
        cast(sum(entered_n) over so_far as bigint)
        - coalesce(cast(sum(event_n + censored_n) over before as bigint), 0) as at_risk_n,
        cast(sum(censored_n) over so_far as bigint) as censored_so_far,
        day = max(day) over (partition by segment) as is_last
    from days
    window
        so_far as (partition by segment order by day),
        before as (partition by segment order by day rows between unbounded preceding and 1 preceding)
),

estimated as (
    select
        site_id,
        segment_by,
        segment_value,
        segment,
        day,
        at_risk_n,
        event_n,
        censored_so_far - lag(censored_so_far, 1, 0) over by_day as censored_n,
        product(if(event_n = 0, 1, (at_risk_n - event_n) / at_risk_n)) over by_day as survival,
        -- The variance of ln S. Where the last at risk has left there is none.
        sum(
            case when at_risk_n > event_n then event_n / (at_risk_n * (at_risk_n - event_n)) else 0 end
        ) over by_day as log_variance
    from counted
    where day = 0 or event_n > 0 or is_last
    window by_day as (partition by segment order by day)
),

spread as (
    select
        *,
        case
            when survival > 0 and survival < 1 then cast(1.959963984540054 as double) * sqrt(log_variance) / ln(survival)
        end as log_spread
    from estimated
)

select
    site_id,
    segment_by,
    segment_value,
    segment,
    cast(day as integer) as day,
    at_risk_n,
    event_n,
    cast(censored_n as bigint) as censored_n,
    round(survival, 12) as survival,
    round(case when survival > 0 then survival * sqrt(log_variance) end, 12) as std_error,
    round(power(survival, exp(-log_spread)), 12) as ci_low,
    round(power(survival, exp(log_spread)), 12) as ci_high
from spread
