{{ config(materialized='table') }}
-- Tenders of the sales that are booked, in the smallest unit of the currency. Where the studio books nothing for what a
-- complimentary tender paid (var comp_as), the tender is not booked either.
with tenders as (
    select * from {{ ref('int_tenders') }}
),

sales as (
    select * from {{ ref('int_booked_sales') }}
)

select
    tenders.site_id,
    tenders.sale_id,
    tenders.payment_id,
    tenders.transaction_id,
    sales.client_id,
    sales.location_id,
    sales.local_date,
    sales.sale_local,
    tenders.payment_method_id,
    tenders.method,
    tenders.tender_kind,
    tenders.is_cash_equivalent,
    {{ to_units('tenders.amount', 'tenders.currency') }} as units,
    tenders.currency
from tenders
inner join sales on tenders.site_id = sales.site_id and tenders.sale_id = sales.sale_id
where tenders.tender_kind <> 'comp' or {{ var('comp_as') == 'contra' }}
