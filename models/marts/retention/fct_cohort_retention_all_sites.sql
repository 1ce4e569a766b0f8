-- Who came back to any site, for studios whose people go from one to the other. Persons of two sites are one only where the API
-- links their profiles; money is told only where all sites count in the same.
with cells as (
    select * from {{ ref('int_cohort_cells') }} where site_id is null
)

select
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
