-- Contracts whose last word on money is a refusal, and since when. A charge on its way to the bank counts as paid until it comes
-- back. A refusal that fits several contracts of its client is of the one that charges just that amount. Of several such it is of
-- the one tried before, within a round of tries; at the start of a round of the one that has a charge planned, since a contract
-- the studio gave up on stays on file and charges no more.
with as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

told as (
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

-- What a contract was ever to charge, or charged.
amounts as (
    select distinct site_id, client_contract_id, amount
    from told
    where status <> 'declined'
),

-- A card can be refused for something else: of a contract is what comes to one of its charges, as far as any is known.
events as (
    select
        told.* exclude (client_contract_id),
        case
            when told.status <> 'declined'
                or amounts.amount is not null
                or not exists (
                    select 1 from amounts as any_of
                    where any_of.site_id = told.site_id and any_of.client_contract_id = told.client_contract_id
                )
                then told.client_contract_id
        end as client_contract_id
    from told
    left join amounts
        on told.site_id = amounts.site_id
        and told.client_contract_id = amounts.client_contract_id
        and told.amount = amounts.amount
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
    select
        site_id,
        client_id,
        client_contract_id,
        amount,
        bool_or(status in ('scheduled', 'suspended')) as is_planned
    from events
    where client_contract_id is not null and status <> 'declined'
    group by site_id, client_id, client_contract_id, amount
),

fitted as (
    select
        events.site_id,
        events.event_id,
        coalesce(
            min(charges.client_contract_id) filter (where charges.is_planned), min(charges.client_contract_id)
        ) as client_contract_id
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
    having count(*) = 1 or count(*) filter (where charges.is_planned) = 1
),

refusals as (
    select
        events.site_id,
        events.event_id,
        events.client_id,
        events.amount,
        events.scheduled_date,
        coalesce(events.client_contract_id, fitted.client_contract_id) as client_contract_id,
        -- A card is tried again after days, not weeks.
        coalesce(
            events.scheduled_date
            - lag(events.scheduled_date) over (
                partition by events.site_id, events.client_id, events.amount order by events.scheduled_date, events.event_id
            ) > 7,
            true
        ) as is_first_try
    from events
    left join fitted on events.site_id = fitted.site_id and events.event_id = fitted.event_id
    where events.status = 'declined'
),

rounds as (
    select
        *,
        count(*) filter (where is_first_try) over (
            partition by site_id, client_id, amount order by scheduled_date, event_id
        ) as round_no
    from refusals
),

answered as (
    select
        events.site_id,
        coalesce(
            events.client_contract_id,
            first_value(rounds.client_contract_id) over (
                partition by rounds.site_id, rounds.client_id, rounds.amount, rounds.round_no
                order by rounds.scheduled_date, rounds.event_id
            )
        ) as client_contract_id,
        events.scheduled_date,
        events.status
    from events
    left join rounds on events.site_id = rounds.site_id and events.event_id = rounds.event_id
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
