-- Pricing options that make their holder a member and that no contract sold: bought at the desk, month by month for one. An
-- option whose sale was not read is a contract's where its holder had a contract of that option on its first day. One that still
-- waits for its first use is no membership yet.
with options as (
    select * from {{ ref('stg_mindbody__client_services') }} where active_date is not null
),

services as (
    select site_id, product_id, program_id from {{ ref('stg_mindbody__services') }} where membership_id <> 0
),

sold as (
    select
        site_id,
        payment_ref_id as client_service_id,
        bool_or(contract_id is not null) as is_of_contract,
        arg_min(client_id, sale_id) filter (where not is_reversal) as payer_client_id,
        arg_min(location_id, sale_id) filter (where not is_reversal) as location_id,
        min(local_date) filter (where is_reversal) as taken_back_on
    from {{ ref('int_sale_lines') }}
    where payment_ref_id <> 0 and is_service
    group by site_id, payment_ref_id
),

contracts as (
    select
        held.site_id,
        held.client_id,
        items.product_id,
        held.start_date,
        least(held.termination_date, held.end_date) as told_until
    from {{ ref('stg_mindbody__client_contracts') }} as held
    inner join {{ ref('int_contract_items') }} as items
        on held.site_id = items.site_id and held.contract_id = items.contract_id
),

memberships as (
    select
        options.site_id,
        options.client_service_id,
        options.client_id,
        options.client_service_name,
        services.program_id,
        sold.location_id,
        sold.payer_client_id,
        options.active_date,
        options.expiration_date,
        coalesce(options.returned, false) or sold.taken_back_on is not null as is_returned,
        sold.taken_back_on,
        sold.is_of_contract,
        options.product_id
    from options
    inner join services on options.site_id = services.site_id and options.product_id = services.product_id
    left join sold on options.site_id = sold.site_id and options.client_service_id = sold.client_service_id
)

select
    site_id,
    client_service_id,
    client_id,
    client_service_name as option_name,
    program_id,
    location_id,
    payer_client_id,
    active_date as started_on,
    expiration_date + 1 as ends_on,
    -- Returned on a day nobody told: it never counted.
    case when is_returned then greatest(coalesce(taken_back_on, active_date), active_date) end as returned_on
from memberships
where not coalesce(is_of_contract, false)
    and (
        is_of_contract is not null
        or not exists (
            select 1
            from contracts
            where contracts.site_id = memberships.site_id
                and contracts.client_id = memberships.client_id
                and contracts.product_id = memberships.product_id
                and contracts.start_date <= memberships.active_date
                and coalesce(memberships.active_date <= contracts.told_until, true)
        )
    )
