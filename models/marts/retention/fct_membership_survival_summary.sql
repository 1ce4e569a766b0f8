-- What the curves of survival come to: when half have left, and how long members stay within a horizon, which is the area below.
with subjects as (
    select
        segment,
        count(*) as subjects_n,
        count(*) filter (where entry_day > 0) as late_entries_n
    from {{ ref('int_survival_subjects') }}
    group by segment
),

steps as (
    select
        *,
        coalesce(lead(day) over (partition by segment order by day), day) as next_day
    from {{ ref('int_survival_steps') }}
),

areas as (
    select
        *,
        sum(survival * (next_day - day)) over (
            partition by segment order by day rows between current row and unbounded following
        ) as area_after
    from steps
),

curves as (
    select
        site_id,
        segment_by,
        segment_value,
        segment,
        sum(event_n) as events_n,
        max(day) as horizon_days,
        min(survival) as last_survival,
        min(day) filter (where survival <= 0.5) as median_days,
        min(day) filter (where ci_low <= 0.5) as median_low_days,
        min(day) filter (where ci_high <= 0.5) as median_high_days,
        sum(survival * (next_day - day)) as rmst_days,
        sqrt(sum(
            case when event_n > 0 and at_risk_n > event_n
                then area_after * area_after * event_n / (at_risk_n * (at_risk_n - event_n)) end
        )) as rmst_std_error,
        sum(survival * greatest(0, least(next_day, 365) - day)) as area_365,
        arg_max(survival, day) filter (where day <= 30) as survival_by_30,
        arg_max(survival, day) filter (where day <= 90) as survival_by_90,
        arg_max(survival, day) filter (where day <= 180) as survival_by_180,
        arg_max(survival, day) filter (where day <= 365) as survival_by_365
    from areas
    group by site_id, segment_by, segment_value, segment
)

select
    curves.site_id,
    curves.segment_by,
    curves.segment_value,
    curves.segment,
    subjects.subjects_n,
    subjects.late_entries_n,
    cast(curves.events_n as bigint) as events_n,
    curves.median_days,
    curves.median_low_days,
    curves.median_high_days,
    curves.horizon_days,
    cast(curves.rmst_days as decimal(20, 9)) as rmst_days,
    cast(coalesce(curves.rmst_std_error, 0) as decimal(20, 9)) as rmst_std_error,
    cast(
        case when curves.horizon_days >= 365 or curves.last_survival = 0 then curves.area_365 end as decimal(20, 9)
    ) as rmst_365_days,
    cast(
        case when curves.horizon_days >= 30 or curves.last_survival = 0 then curves.survival_by_30 end as decimal(20, 12)
    ) as survival_30,
    cast(
        case when curves.horizon_days >= 90 or curves.last_survival = 0 then curves.survival_by_90 end as decimal(20, 12)
    ) as survival_90,
    cast(
        case when curves.horizon_days >= 180 or curves.last_survival = 0 then curves.survival_by_180 end as decimal(20, 12)
    ) as survival_180,
    cast(
        case when curves.horizon_days >= 365 or curves.last_survival = 0 then curves.survival_by_365 end as decimal(20, 12)
    ) as survival_365
from curves
inner join subjects on curves.segment = subjects.segment
