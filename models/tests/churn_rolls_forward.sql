-- At each grain of churn: start + new + came back - churned = end, the reasons sum to the churn, and a month begins with what the
-- month before ended with.
with months as (
    select
        'program' as grain, site_id, program_id, month, active_start, new_n, reactivated_n, churned_n, active_end,
        voluntary_n + involuntary_n + expired_n as reasons_n
    from {{ ref('fct_membership_churn_month') }}
    union all
    select
        'site', site_id, 0, month, active_start, new_n, reactivated_n, churned_n, active_end,
        voluntary_n + involuntary_n + expired_n
    from {{ ref('fct_membership_churn_site_month') }}
    union all
    select
        'contract', site_id, program_id, month, active_start, new_n, 0, churned_n, active_end,
        voluntary_n + involuntary_n + expired_n
    from {{ ref('fct_contract_churn_month') }}
),

carried as (
    select
        *,
        lag(active_end, 1, 0) over (partition by grain, site_id, program_id order by month) as carried_n,
        lag(month) over (partition by grain, site_id, program_id order by month) as month_before
    from months
)

select grain, site_id, program_id, month, active_start, carried_n, new_n, reactivated_n, churned_n, reasons_n, active_end
from carried
where active_start + new_n + reactivated_n - churned_n <> active_end
    or active_start <> carried_n
    or reasons_n <> churned_n
    or month_before + interval 1 month <> month
