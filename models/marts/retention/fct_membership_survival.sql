-- How many members are still members some days after they became one (Kaplan-Meier); the curves are made in int_survival_steps.
with steps as (
    select * from {{ ref('int_survival_steps') }}
)

select
    site_id,
    segment_by,
    segment_value,
    segment,
    day,
    at_risk_n,
    event_n,
    censored_n,
    survival,
    std_error,
    ci_low,
    ci_high
from steps
