-- What is a newcomer worth after three, six and twelve months?
-- Net sales per head of the people who first bought in a month, from the beginning of the data. Censored people may have bought
-- before it began; a month with many of them tells little. Null cells are months that are not over.
select
    site_id,
    cohort_month,
    any_value(cohort_size) as people_n,
    any_value(censored_n) as censored_n,
    max(revenue_per_head) filter (where month_index = 2) as after_3_months,
    max(revenue_per_head) filter (where month_index = 5) as after_6_months,
    max(revenue_per_head) filter (where month_index = 11) as after_12_months,
    any_value(currency) as currency
from fct_cohort_retention
where cohort_type = 'first_purchase'
group by site_id, cohort_month
order by site_id, cohort_month;
