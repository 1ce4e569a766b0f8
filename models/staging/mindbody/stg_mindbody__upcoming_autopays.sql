-- Autopays still to come, unnested from the contracts that clients hold.
with contracts as (
    select
        "SiteId" as site_id,
        "Id" as client_contract_id,
        from_json("UpcomingAutopayEvents", '[{
            "ChargeAmount": "DECIMAL(24,8)", "Tax": "DECIMAL(24,8)", "PaymentMethod": "VARCHAR", "ScheduleDate": "VARCHAR",
            "ProductId": "BIGINT"
        }]') as events
    from {{ source('mindbody', 'client_contracts') }}
    where _deleted_at is null
),

events as (
    select
        site_id,
        client_contract_id,
        unnest(events) as event,
        generate_subscripts(events, 1) as line_no
    from contracts
)

select
    ---------- ids
    site_id,
    client_contract_id,
    line_no,
    event."ProductId" as product_id,
    ---------- text
    trim(event."PaymentMethod") as method,
    ---------- money
    cast(event."ChargeAmount" as decimal(18, 4)) as charge_amount,
    cast(event."Tax" as decimal(18, 4)) as tax_amount,
    ---------- times
    {{ read_date('event."ScheduleDate"') }} as schedule_date
from events
