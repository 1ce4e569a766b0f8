{{ config(materialized='table') }}
-- Members from month to month: who was there, came, came back, left and why. A month has what the months before left, so it rolls
-- forward by construction; the data tests count who is there anew from each membership and spell.
with events as (
    select * from {{ ref('int_membership_events') }}
),

month_ends as (
    select * from {{ ref('int_membership_month_ends') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

counted as (
    select
        grain,
        site_id,
        program_id,
        cast(date_trunc('month', local_date) as date) as month,
        count(*) filter (where event = 'new') as new_n,
        count(*) filter (where event = 'reactivated') as reactivated_n,
        count(*) filter (where event = 'renewed') as renewed_n,
        count(*) filter (where event = 'voluntary') as voluntary_n,
        count(*) filter (where event = 'involuntary') as involuntary_n,
        count(*) filter (where event = 'expired') as expired_n
    from events
    group by grain, site_id, program_id, date_trunc('month', local_date)
),

months as (
    select
        first_months.grain,
        first_months.site_id,
        first_months.program_id,
        as_of.as_of_date,
        cast(unnest(range(
            first_months.month, date_trunc('month', as_of.as_of_date) + interval 1 month, interval 1 month
        )) as date) as month
    from (
        select grain, site_id, program_id, min(month) as month
        from counted
        group by grain, site_id, program_id
    ) as first_months
    inner join as_of on first_months.site_id = as_of.site_id
),

filled as (
    select
        months.grain,
        months.site_id,
        months.program_id,
        months.month,
        last_day(months.month) <= months.as_of_date as is_mature,
        coalesce(counted.new_n, 0) as new_n,
        coalesce(counted.reactivated_n, 0) as reactivated_n,
        coalesce(counted.renewed_n, 0) as renewed_n,
        coalesce(counted.voluntary_n, 0) as voluntary_n,
        coalesce(counted.involuntary_n, 0) as involuntary_n,
        coalesce(counted.expired_n, 0) as expired_n,
        coalesce(counted.voluntary_n + counted.involuntary_n + counted.expired_n, 0) as churned_n,
        coalesce(month_ends.covered_n, 0) as covered_n,
        coalesce(month_ends.suspended_n, 0) as suspended_n,
        coalesce(month_ends.long_suspended_n, 0) as long_suspended_n,
        coalesce(month_ends.in_dunning_n, 0) as in_dunning_n
    from months
    left join counted
        on months.grain = counted.grain
        and months.site_id = counted.site_id
        and months.program_id = counted.program_id
        and months.month = counted.month
    left join month_ends
        on months.grain = month_ends.grain
        and months.site_id = month_ends.site_id
        and months.program_id = month_ends.program_id
        and months.month = month_ends.month
),

rolled as (
    select
        *,
        cast(sum(new_n + reactivated_n - churned_n) over (
            partition by grain, site_id, program_id order by month
        ) as bigint) as active_end
    from filled
),

opened as (
    select
        *,
        active_end - new_n - reactivated_n + churned_n as active_start
    from rolled
)

select
    grain,
    site_id,
    program_id,
    month,
    active_start,
    new_n,
    reactivated_n,
    renewed_n,
    churned_n,
    active_end,
    voluntary_n,
    involuntary_n,
    expired_n,
    suspended_n,
    long_suspended_n,
    active_end - covered_n as in_grace_n,
    in_dunning_n,
    cast(churned_n / nullif(active_start, 0) as decimal(9, 6)) as gross_churn_rate,
    cast((churned_n - reactivated_n) / nullif(active_start, 0) as decimal(9, 6)) as net_churn_rate,
    is_mature
from opened
