-- People of each program from month to month; who is in two programs counts in both.
select
    site_id,
    month,
    program_id,
    active_start,
    new_n,
    reactivated_n,
    churned_n,
    active_end,
    voluntary_n,
    involuntary_n,
    expired_n,
    suspended_n,
    long_suspended_n,
    in_grace_n,
    in_dunning_n,
    gross_churn_rate,
    net_churn_rate,
    is_mature
from {{ ref('int_membership_churn') }}
where grain = 'program'
