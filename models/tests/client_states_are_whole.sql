-- The stretches of a person touch, from the first to as_of, each entered along a listed step.
with spans as (
    select
        *,
        lag(until_date) over in_order as former_until,
        lag(state) over in_order as former_state,
        lead(from_date) over in_order as next_from
    from {{ ref('fct_client_state_span') }}
    window in_order as (partition by site_id, person_key order by from_date)
),

steps as (
    select * from {{ ref('client_state_step') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    spans.site_id,
    spans.person_key,
    spans.from_date,
    spans.until_date,
    spans.state,
    spans.entered_from
from spans
left join as_of on spans.site_id = as_of.site_id
left join steps on spans.entered_from = steps.from_state and spans.state = steps.to_state
where
    spans.from_date > spans.until_date
    or spans.from_date <> spans.former_until + 1
    or spans.entered_from is distinct from spans.former_state
    or (spans.entered_from is not null and steps.to_state is null)
    or (spans.entered_from is null and spans.state not in ('prospect', 'new'))
    or (spans.next_from is null and spans.until_date is distinct from as_of.as_of_date)
