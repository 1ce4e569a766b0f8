with held as (
    select
        site_id,
        client_contract_id,
        client_id,
        contract_id,
        lower(autopay_status) as autopay_status,
        start_date,
        least(coalesce(termination_date, end_date), coalesce(end_date, termination_date)) as ends_on
    from {{ ref('stg_mindbody__client_contracts') }}
),

upcoming as (
    select * from {{ ref('stg_mindbody__upcoming_autopays') }} where schedule_date is not null
),

lines as (
    select * from {{ ref('int_sale_lines') }}
    where contract_id is not null and not is_reversal and local_date is not null
),

settlements as (
    select * from {{ ref('int_settlements') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

-- A charge that came back or is on its way, by its sale.
sale_states as (
    select
        site_id,
        sale_id,
        bool_or(treatment = 'charged_back') as is_charged_back,
        bool_or(treatment = 'pending') as is_pending
    from settlements
    where payment_id is not null
    group by site_id, sale_id
),

charged as (
    select
        lines.site_id,
        'sale-' || lines.sale_id || '-' || lines.sale_detail_id as event_id,
        lines.client_id,
        held.client_contract_id,
        lines.contract_id,
        lines.product_id,
        lines.local_date as scheduled_date,
        lines.total as amount,
        lines.tax,
        case
            when sale_states.is_charged_back then 'declined'
            when sale_states.is_pending then 'pending'
            else 'successful'
        end as status,
        lines.sale_id,
        cast(null as bigint) as transaction_id,
        lines.currency
    from lines
    left join held
        on lines.site_id = held.site_id
        and lines.client_id = held.client_id
        and lines.contract_id = held.contract_id
        and lines.local_date >= held.start_date
    left join sale_states on lines.site_id = sale_states.site_id and lines.sale_id = sale_states.sale_id
    -- Of contracts of the same kind held one after the other, the one begun last.
    qualify row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id
        order by held.start_date desc nulls last, held.client_contract_id desc
    ) = 1
),

scheduled as (
    select
        upcoming.site_id,
        'contract-' || upcoming.client_contract_id || '-' || upcoming.line_no as event_id,
        held.client_id,
        upcoming.client_contract_id,
        held.contract_id,
        upcoming.product_id,
        upcoming.schedule_date as scheduled_date,
        coalesce(upcoming.charge_amount, 0) as amount,
        upcoming.tax_amount as tax,
        if(held.autopay_status = 'suspended', 'suspended', 'scheduled') as status,
        cast(null as bigint) as sale_id,
        cast(null as bigint) as transaction_id,
        sites.currency
    from upcoming
    inner join held
        on upcoming.site_id = held.site_id and upcoming.client_contract_id = held.client_contract_id
    inner join sites on upcoming.site_id = sites.site_id
    where held.autopay_status is distinct from 'inactive'
        -- The contract may have been read before the charge that its sale tells.
        and not exists (
            select 1
            from charged
            where charged.site_id = upcoming.site_id
                and charged.client_contract_id = upcoming.client_contract_id
                and charged.scheduled_date = upcoming.schedule_date
        )
),

-- What each contract charges.
charges as (
    select site_id, client_contract_id, amount from charged
    union
    select site_id, client_contract_id, amount from scheduled
),

-- A transaction names its client by a whole number, and so names nobody whose own number has letters: then it is of the one
-- client of that kind who holds a contract that charges just this amount.
unnamed as (
    select
        settlements.site_id,
        settlements.transaction_id,
        min(held.client_id) as client_id
    from settlements
    inner join charges
        on settlements.site_id = charges.site_id
        and {{ from_units('settlements.units', 'settlements.currency') }} = charges.amount
    inner join held
        on charges.site_id = held.site_id
        and charges.client_contract_id = held.client_contract_id
        and settlements.local_date >= held.start_date
        and coalesce(settlements.local_date <= held.ends_on, true)
        and try_cast(held.client_id as bigint) is null
    where settlements.treatment = 'declined' and settlements.sale_id is null and settlements.client_id is null
    group by settlements.site_id, settlements.transaction_id
    having count(distinct held.client_id) = 1
),

-- Only who holds a contract that day can have an autopay refused; which contract, is known where it is one alone.
declined as (
    select
        settlements.site_id,
        'transaction-' || settlements.transaction_id as event_id,
        held.client_id,
        if(count(*) = 1, min(held.client_contract_id), null) as client_contract_id,
        if(count(*) = 1, min(held.contract_id), null) as contract_id,
        cast(null as bigint) as product_id,
        settlements.local_date as scheduled_date,
        {{ from_units('any_value(settlements.units)', 'any_value(settlements.currency)') }} as amount,
        cast(null as decimal(18, 4)) as tax,
        'declined' as status,
        cast(null as bigint) as sale_id,
        settlements.transaction_id,
        any_value(settlements.currency) as currency
    from settlements
    left join unnamed
        on settlements.site_id = unnamed.site_id and settlements.transaction_id = unnamed.transaction_id
    inner join held
        on settlements.site_id = held.site_id
        and coalesce(settlements.client_id, unnamed.client_id) = held.client_id
        and settlements.local_date >= held.start_date
        and coalesce(settlements.local_date <= held.ends_on, true)
    where settlements.treatment = 'declined' and settlements.sale_id is null
    group by settlements.site_id, settlements.transaction_id, settlements.local_date, held.client_id
),

events as (
    select * from charged
    union all
    select * from scheduled
    union all
    select * from declined
)

select
    site_id,
    event_id,
    client_id,
    client_contract_id,
    contract_id,
    product_id,
    scheduled_date,
    cast(amount as decimal(18, 4)) as amount,
    cast(tax as decimal(18, 4)) as tax,
    status,
    sale_id,
    transaction_id,
    currency
from events
