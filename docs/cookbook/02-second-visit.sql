-- How many newcomers come a second time, and how soon?
-- eligible_n are people whose first visit is at least so many days ago. Whoever is not back after 30 days seldom comes at all:
-- a low share at 7 days with a good one at 30 asks for a call in the second week. A second visit on the day of the first is none.
select
    site_id,
    cohort_month,
    window_days,
    eligible_n,
    returned_n,
    return_rate
from fct_cohort_return
where cohort_type = 'first_visit' and form = 'since_start' and window_days in (7, 14, 30) and eligible_n > 0
order by site_id, cohort_month, window_days;
