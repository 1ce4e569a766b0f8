-- Everybody of a cohort came in its month: that is how they got there.
select site_id, cohort_type, cohort_month, cohort_size, active_n
from {{ ref('fct_cohort_retention') }}
where month_index = 0 and is_mature and active_n <> cohort_size
