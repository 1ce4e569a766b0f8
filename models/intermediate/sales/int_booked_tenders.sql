{{ config(materialized='table') }}
-- Tenders of the sales that are booked, in the smallest unit of the currency. Where the studio books nothing for what a
-- complimentary tender paid (var comp_as), only what it paid of gift cards and account money is booked of the tender.
with tenders as (
    select * from {{ ref('int_tenders') }}
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

lines as (
    select * from {{ ref('int_sale_lines') }}
),

deposits as (
    select
        allocation.site_id,
        allocation.sale_id,
        allocation.payment_id,
        sum(allocation.amount) as amount
    from allocation
    inner join lines
        on allocation.site_id = lines.site_id
        and allocation.sale_id = lines.sale_id
        and allocation.sale_detail_id = lines.sale_detail_id
    where lines.item_kind in ({{ deposit_kinds() }}) and {{ var('comp_as') == 'nothing' }}
    group by allocation.site_id, allocation.sale_id, allocation.payment_id
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
    {{ to_units(
        "if(tenders.tender_kind = 'comp', coalesce(deposits.amount, tenders.amount), tenders.amount)", 'tenders.currency'
    ) }} as units,
    tenders.currency
from tenders
inner join sales on tenders.site_id = sales.site_id and tenders.sale_id = sales.sale_id
left join deposits
    on tenders.site_id = deposits.site_id
    and tenders.sale_id = deposits.sale_id
    and tenders.payment_id = deposits.payment_id
where tenders.tender_kind <> 'comp' or {{ var('comp_as') == 'contra' }} or deposits.amount <> 0
