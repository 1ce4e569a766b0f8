-- Everybody who first came in a month came in it: that is how they got into its cohort.
select site_id, cohort_month, cohort_size, active_n
from {{ ref('fct_cohort_retention') }}
where cohort_type = 'first_visit' and month_index = 0 and is_mature and active_n <> cohort_size
union all
select null as site_id, cohort_month, cohort_size, active_n
from {{ ref('fct_cohort_retention_all_sites') }}
where cohort_type = 'first_visit' and month_index = 0 and is_mature and active_n <> cohort_size
