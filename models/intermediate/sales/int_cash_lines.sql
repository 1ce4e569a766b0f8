-- The part of each line that cash-equivalent tenders paid, by running shares: a line paid in cash alone gives exactly its own
-- gross, discount, net and tax.
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

paid as (
    select
        allocation.site_id,
        allocation.sale_id,
        allocation.sale_detail_id,
        sum(allocation.amount) filter (where tenders.is_cash_equivalent) as cash_amount
    from allocation
    inner join tenders
        on allocation.site_id = tenders.site_id
        and allocation.sale_id = tenders.sale_id
        and allocation.payment_id = tenders.payment_id
    group by allocation.site_id, allocation.sale_id, allocation.sale_detail_id
    having count(*) filter (where tenders.is_cash_equivalent) > 0
),

shares as (
    select
        lines.*,
        paid.cash_amount,
        {{ part_of('lines.tax', 'paid.cash_amount', 'lines.total', 'lines.currency') }} as cash_tax,
        {{ part_of('lines.discount', 'paid.cash_amount', 'lines.total', 'lines.currency') }} as cash_discount
    from lines
    inner join paid
        on lines.site_id = paid.site_id
        and lines.sale_id = paid.sale_id
        and lines.sale_detail_id = paid.sale_detail_id
)

select
    site_id,
    sale_id,
    sale_detail_id,
    location_id,
    local_date,
    currency,
    cash_amount as total,
    cash_tax as tax,
    cash_amount - cash_tax as net,
    cash_discount as discount,
    -- A line of nothing (all discount) keeps its own gross.
    if(total = 0 and cash_amount = 0, gross, cash_amount - cash_tax + cash_discount) as gross
from shares
