-- How long do members stay, by contract?
-- Kaplan-Meier: who is still there counts for as long as they were seen, so young contracts are not wronged. median_days is null
-- while more than half stay; with few subjects the interval is wide: believe it rather than the median.
select
    site_id,
    segment_value as contract_name,
    subjects_n,
    events_n,
    median_days,
    median_low_days,
    median_high_days,
    round(survival_90, 4) as survival_90,
    round(survival_365, 4) as survival_365,
    round(rmst_365_days, 1) as days_of_first_year
from fct_membership_survival_summary
where segment_by = 'contract'
order by site_id, subjects_n desc, contract_name;
