{{ config(materialized='table') }}
-- Stretches in which a person kept coming: from a visit to the last one before a gap that put them at risk. All states follow
-- from these few days. A gap is counted on the calendar without ignored days, and found on the real one again by adding those.
with visit_days as (
    select site_id, person_key, local_date
    from {{ ref('int_attended') }}
    group by site_id, person_key, local_date
),

ignored as (
    select * from {{ ref('int_ignored_days') }}
),

ordered as (
    select
        *,
        min(local_date) over (partition by site_id, person_key) as first_date,
        lead(local_date) over (partition by site_id, person_key order by local_date) as next_date
    from visit_days
),

-- Ignored days only ever shorten a gap.
gaps as (
    select *
    from ordered
    where next_date is null or next_date - local_date > {{ state_days('active_days') }}
),

counted as (
    select
        gaps.*,
        {{ counted_day('gaps.local_date', 'ignored') }} as counted_date
    from gaps
    asof left join ignored
        on gaps.site_id = ignored.site_id
        and gaps.person_key = ignored.person_key
        and gaps.local_date >= ignored.from_date
),

due as (
    select
        *,
        counted_date + {{ state_days('active_days') }} + 1 as at_risk_counted,
        counted_date + {{ state_days('lapsed_days') }} + 1 as lapsed_counted
    from counted
),

ended as (
    select
        due.*,
        due.at_risk_counted + coalesce(before_risk.days_before + before_risk.days, 0) as at_risk_from,
        due.lapsed_counted + coalesce(before_lapse.days_before + before_lapse.days, 0) as lapsed_from
    from due
    asof left join ignored as before_risk
        on due.site_id = before_risk.site_id
        and due.person_key = before_risk.person_key
        and due.at_risk_counted > before_risk.counted_date
    asof left join ignored as before_lapse
        on due.site_id = before_lapse.site_id
        and due.person_key = before_lapse.person_key
        and due.lapsed_counted > before_lapse.counted_date
),

-- Who comes on the very day they would be at risk never was.
runs as (
    select
        *,
        row_number() over in_order as run_no,
        coalesce(lag(next_date) over in_order, first_date) as run_start,
        lag(lapsed_from) over in_order as lapsed_before
    from ended
    where next_date is null or next_date > at_risk_from
    window in_order as (partition by site_id, person_key order by local_date)
)

select
    site_id,
    person_key,
    run_no,
    run_start,
    case
        when run_no = 1 then 'new'
        when lapsed_before <= run_start then 'reactivated'
        else 'active'
    end as started_as,
    local_date as last_visit_date,
    at_risk_from,
    lapsed_from,
    next_date as next_run_start
from runs
