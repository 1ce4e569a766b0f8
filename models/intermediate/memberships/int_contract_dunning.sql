-- Contracts whose last word on money is a refusal, and since when. A charge on its way to the bank counts as paid until it comes
-- back. A refusal that fits several contracts of its client is of the one that charges just that amount.
with as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

events as (
    select
        autopays.site_id,
        autopays.event_id,
        autopays.client_id,
        autopays.client_contract_id,
        autopays.scheduled_date,
        autopays.amount,
        autopays.status
    from {{ ref('fct_autopay_event') }} as autopays
    inner join as_of on autopays.site_id = as_of.site_id
    where autopays.status in ('scheduled', 'suspended')
        or autopays.scheduled_date <= as_of.as_of_date
),

held as (
    select
        site_id,
        client_contract_id,
        start_date,
        least(termination_date, end_date) as told_until
    from {{ ref('stg_mindbody__client_contracts') }}
),

charges as (
    select distinct site_id, client_id, client_contract_id, amount
    from events
    where client_contract_id is not null and status <> 'declined'
),

fitted as (
    select
        events.site_id,
        events.event_id,
        min(charges.client_contract_id) as client_contract_id
    from events
    inner join charges
        on events.site_id = charges.site_id
        and events.client_id = charges.client_id
        and events.amount = charges.amount
    inner join held
        on charges.site_id = held.site_id
        and charges.client_contract_id = held.client_contract_id
        and events.scheduled_date >= held.start_date
        and coalesce(events.scheduled_date <= held.told_until, true)
    where events.client_contract_id is null and events.status = 'declined'
    group by events.site_id, events.event_id
    having count(*) = 1
),

answered as (
    select
        events.site_id,
        coalesce(events.client_contract_id, fitted.client_contract_id) as client_contract_id,
        events.scheduled_date,
        events.status
    from events
    left join fitted on events.site_id = fitted.site_id and events.event_id = fitted.event_id
    where events.status in ('successful', 'pending', 'declined')
),

paid as (
    select
        *,
        max(scheduled_date) filter (where status <> 'declined') over (partition by site_id, client_contract_id) as paid_on
    from answered
    where client_contract_id is not null
)

select
    site_id,
    client_contract_id,
    min(scheduled_date) as dunning_since,
    count(*) as refusals_n
from paid
where status = 'declined' and (paid_on is null or scheduled_date > paid_on)
group by site_id, client_contract_id
