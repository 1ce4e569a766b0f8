-- Members of a site from month to month, each person once whatever they hold.
select
    site_id,
    month,
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
where grain = 'site'
