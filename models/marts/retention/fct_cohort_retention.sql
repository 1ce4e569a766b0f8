-- Who came back, at each site, and what they were worth: the cells are made in int_cohort_cells.
with cells as (
    select * from {{ ref('int_cohort_cells') }} where site_id is not null
)

select
    site_id,
    cohort_type,
    cohort_month,
    month_index,
    cohort_size,
    censored_n,
    active_n,
    retained_rate,
    revenue_cum,
    revenue_per_head,
    currency,
    is_mature
from cells
