{{ config(materialized='table') }}
-- How often each person usually comes, and how long they have been away: gaps between the days they came, without ignored days,
-- of the last `rhythm_days` up to the last visit, because habits change. Fewer than `rhythm_gaps` of them tell no habit.
with visit_days as (
    select site_id, person_key, local_date
    from {{ ref('int_attended') }}
    group by site_id, person_key, local_date
),

ignored as (
    select * from {{ ref('int_ignored_days') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

counted as (
    select
        visit_days.*,
        {{ counted_day('visit_days.local_date', 'ignored') }} as counted_date
    from visit_days
    asof left join ignored
        on visit_days.site_id = ignored.site_id
        and visit_days.person_key = ignored.person_key
        and visit_days.local_date >= ignored.from_date
),

-- Visits on ignored days have no gap between them that anybody could judge.
gaps as (
    select
        *,
        max(local_date) over (partition by site_id, person_key) as last_date,
        nullif(
            counted_date - lag(counted_date) over (partition by site_id, person_key order by local_date), 0
        ) as gap_days
    from counted
),

summed as (
    select
        gaps.site_id,
        gaps.person_key,
        as_of.as_of_date,
        max(gaps.local_date) as last_visit_date,
        max(gaps.counted_date) as last_counted_date,
        count(gaps.gap_days) as gaps_n,
        quantile_cont(gaps.gap_days, 0.5) as usual_gap_days,
        quantile_disc(gaps.gap_days, 0.9) as long_gap_days
    from gaps
    inner join as_of on gaps.site_id = as_of.site_id
    where gaps.local_date > gaps.last_date - {{ var('rhythm_days') }}
    group by gaps.site_id, gaps.person_key, as_of.as_of_date
)

select
    summed.site_id,
    summed.person_key,
    summed.last_visit_date,
    {{ counted_day('summed.as_of_date', 'ignored') }} - summed.last_counted_date as gap_days,
    summed.gaps_n,
    case when summed.gaps_n >= {{ var('rhythm_gaps') }} then cast(summed.usual_gap_days as decimal(9, 1)) end as usual_gap_days,
    case when summed.gaps_n >= {{ var('rhythm_gaps') }} then summed.long_gap_days end as long_gap_days,
    coalesce(ignored.until_date = summed.as_of_date, false) as is_ignored_now
from summed
asof left join ignored
    on summed.site_id = ignored.site_id
    and summed.person_key = ignored.person_key
    and summed.as_of_date >= ignored.from_date
