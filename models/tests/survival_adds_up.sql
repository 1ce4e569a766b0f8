-- Each curve of survival begins at everybody, never rises, stays within its interval and lets go of each of its subjects once;
-- each way to cut members has the same lives, the same leavers and, month by month, the same purchases in all.
with steps as (
    select
        *,
        lag(survival, 1, 1) over (partition by segment order by day) as survival_before
    from {{ ref('fct_membership_survival') }}
),

summaries as (
    select * from {{ ref('fct_membership_survival_summary') }}
),

months as (
    select * from {{ ref('fct_expected_value_month') }}
),

wrong_steps as (
    select segment, 'step' as wrong, day as place
    from steps
    where event_n > at_risk_n
        or survival > survival_before
        or (event_n = 0 and survival <> survival_before)
        or not coalesce(ci_low <= survival and survival <= ci_high, true)
        or (ci_low is null and survival > 0 and survival < 1)
        or (ci_low is not null and survival = 1)
),

wrong_sums as (
    select summaries.segment, 'subjects' as wrong, 0 as place
    from summaries
    left join steps on summaries.segment = steps.segment
    group by summaries.segment, summaries.subjects_n, summaries.events_n, summaries.horizon_days
    having sum(steps.event_n + steps.censored_n) is distinct from summaries.subjects_n
        or sum(steps.event_n) is distinct from summaries.events_n
        or min(steps.day) is distinct from 0
        or max(steps.day) is distinct from summaries.horizon_days
),

cuts as (
    select site_id, segment_by, -1 as place, sum(subjects_n) as people, cast(sum(events_n) as decimal(38, 4)) as amount
    from summaries
    group by site_id, segment_by
    union all
    select site_id, segment_by, month_no, sum(members_n), cast(coalesce(sum(net_sales), 0) as decimal(38, 4))
    from months
    group by site_id, segment_by, month_no
),

wrong_cuts as (
    select cuts.site_id || ' ' || cuts.segment_by as segment, 'cut' as wrong, cuts.place
    from cuts
    inner join cuts as whole
        on cuts.site_id = whole.site_id and cuts.place = whole.place and whole.segment_by = 'all'
    where cuts.people <> whole.people or cuts.amount <> whole.amount
)

select * from wrong_steps
union all
select * from wrong_sums
union all
select * from wrong_cuts
