-- How do we get from the members of one month to those of the next?
-- Read a row from left to right: active_start + new_n + reactivated_n - churned_n = active_end, each person once. Suspended
-- members and those in grace are members. The last month of a site runs until as_of: its rates are not a month's rates yet.
select
    site_id,
    month,
    active_start,
    new_n,
    reactivated_n,
    churned_n,
    active_end,
    gross_churn_rate,
    net_churn_rate,
    is_mature
from fct_membership_churn_site_month
order by site_id, month;
