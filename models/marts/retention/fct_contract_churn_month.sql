-- Memberships of each program from month to month, each by itself: who holds two counts twice. A renewal is neither an end nor a
-- beginning; nor is there a coming back, since whoever returns holds a new one.
select
    site_id,
    month,
    program_id,
    active_start,
    new_n,
    renewed_n,
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
    is_mature
from {{ ref('int_membership_churn') }}
where grain = 'contract'
