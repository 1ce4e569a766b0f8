{{ config(materialized='table') }}
-- What was paid, on the earned basis: the tender side of each sale. One row per side.
with tenders as (
    select * from {{ ref('int_booked_tenders') }}
),

movements as (
    select * from {{ ref('int_account_movements') }} where payment_id is not null
),

sides as (
    select
        tenders.*,
        unnest(case tenders.tender_kind
            when 'gift_card' then [{'role': 'GIFT_CARD_LIAB', 'units': tenders.units}]
            when 'account' then [
                {'role': 'CLIENT_CREDIT_LIAB', 'units': -movements.credit_units},
                {'role': 'AR_CLIENT', 'units': movements.receivable_units}
            ]
            when 'comp' then [{'role': 'COMP', 'units': tenders.units}]
            else [{'role': 'CLEARING', 'units': tenders.units}]
        end) as side
    from tenders
    left join movements
        on tenders.site_id = movements.site_id
        and tenders.sale_id = movements.sale_id
        and tenders.payment_id = movements.payment_id
)

select
    {{ posting({
        'site_id': 'site_id', 'source_type': "'sale'", 'source_id': 'sale_id', 'event_seq': '0', 'event_date': 'local_date',
        'location_id': 'location_id', 'posting_role': 'side.role', 'units': 'side.units',
        'payment_method_id': 'payment_method_id', 'sale_id': 'sale_id', 'payment_id': 'payment_id', 'memo': 'method'
    }) }}
from sides
where side.units <> 0
