{{ config(materialized='table') }}
-- Card and bank money that reached the bank, fees and chargebacks: what empties clearing again. Entry 0 of a transaction is its
-- settlement, 1 its chargeback, 2 the bank's giving back what had been settled before: with 0 and 2 or with neither, a chargeback
-- leaves nothing in clearing. One row per side.
with settlements as (
    select
        *,
        cast(transaction_id as varchar) as source_id,
        coalesce(status, 'No status') || coalesce(', ' || card_type, '') as memo
    from {{ ref('int_settlements') }}
),

sides as (
    select *, 0 as event_seq, settled_on as event_date, 'BANK' as posting_role, units - fee_units as side_units
    from settlements
    where settled_on is not null
    union all
    select *, 0, settled_on, 'PROCESSOR_FEE', fee_units
    from settlements
    where settled_on is not null
    union all
    select *, 0, settled_on, 'CLEARING', -units
    from settlements
    where settled_on is not null
    union all
    -- The tender counted as paid; the client owes it again. What the bank asks for a chargeback, the API does not tell.
    select *, 1, charged_back_on, 'AR_CLIENT', units
    from settlements
    where charged_back_on is not null
    union all
    select *, 1, charged_back_on, 'CLEARING', -units
    from settlements
    where charged_back_on is not null
    union all
    select *, 2, charged_back_on, 'CLEARING', units
    from settlements
    where charged_back_on is not null and settled_on is not null
    union all
    select *, 2, charged_back_on, 'BANK', -units
    from settlements
    where charged_back_on is not null and settled_on is not null
)

select
    {{ posting({
        'site_id': 'site_id', 'source_type': "'transaction'", 'source_id': 'source_id', 'event_seq': 'event_seq',
        'event_date': 'event_date', 'location_id': 'location_id', 'posting_role': 'posting_role', 'units': 'side_units',
        'payment_method_id': 'payment_method_id', 'sale_id': 'sale_id', 'payment_id': 'payment_id', 'memo': 'memo'
    }) }}
from sides
where side_units <> 0
