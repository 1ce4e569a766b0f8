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
    cast(survival as decimal(20, 12)) as survival,
    cast(std_error as decimal(20, 12)) as std_error,
    cast(ci_low as decimal(20, 12)) as ci_low,
    cast(ci_high as decimal(20, 12)) as ci_high
from steps
