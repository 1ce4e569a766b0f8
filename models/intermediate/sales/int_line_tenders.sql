{{ config(materialized='table') }}
-- What each tender paid of a line, and how much tax and discount that holds. Shares run: what the tenders so far paid holds its
-- part of the whole, rounded, so that the last tender takes what is left, and a line paid in full gives exactly its own tax and
-- discount. Cash equivalents go first, so that their shares together are the line on the cash basis (int_cash_lines).
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

-- What the studio's processor says of a tender's transaction.
settlements as (
    select site_id, sale_id, payment_id, settled_on, treatment
    from {{ ref('int_settlements') }}
    where payment_id is not null
),

paid as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        lines.item_kind,
        lines.tax,
        lines.discount,
        lines.total,
        lines.currency,
        coalesce(allocation.payment_id, 0) as payment_id,
        tenders.method,
        tenders.tender_kind,
        coalesce(tenders.is_cash_equivalent, false) as is_cash_equivalent,
        coalesce(allocation.amount, 0) as paid,
        settlements.settled_on as settlement_date,
        coalesce(settlements.treatment = 'voided', false) as is_void
    from lines
    left join allocation
        on lines.site_id = allocation.site_id
        and lines.sale_id = allocation.sale_id
        and lines.sale_detail_id = allocation.sale_detail_id
    left join tenders
        on allocation.site_id = tenders.site_id
        and allocation.sale_id = tenders.sale_id
        and allocation.payment_id = tenders.payment_id
    left join settlements
        on allocation.site_id = settlements.site_id
        and allocation.sale_id = settlements.sale_id
        and allocation.payment_id = settlements.payment_id
),

running as (
    select
        *,
        sum(paid) over turns as paid_so_far,
        row_number() over turns as turn
    from paid
    window turns as (
        partition by site_id, sale_id, sale_detail_id
        order by is_cash_equivalent desc, payment_id
        rows unbounded preceding
    )
),

shares as (
    select
        *,
        {{ part_of('tax', 'paid_so_far', 'total', 'currency') }} as tax_so_far,
        {{ part_of('discount', 'paid_so_far', 'total', 'currency') }} as discount_so_far
    from running
),

parted as (
    select
        *,
        tax_so_far - lag(tax_so_far, 1, 0) over turns as tax_part,
        discount_so_far - lag(discount_so_far, 1, 0) over turns as discount_part
    from shares
    window turns as (partition by site_id, sale_id, sale_detail_id order by turn)
)

select
    site_id,
    sale_id,
    sale_detail_id,
    payment_id,
    turn,
    item_kind,
    method,
    tender_kind,
    is_cash_equivalent,
    cast(paid as decimal(18, 4)) as paid,
    cast(tax_part as decimal(18, 4)) as tax_part,
    cast(discount_part as decimal(18, 4)) as discount_part,
    -- A tip may be shown within what it was given for: the first other line that the same tender paid.
    cast(
        case
            when item_kind = 'tip' then paid
            when row_number() over (
                partition by site_id, sale_id, payment_id order by item_kind = 'tip', sale_detail_id
            ) = 1 then coalesce(sum(paid) filter (where item_kind = 'tip') over (partition by site_id, sale_id, payment_id), 0)
            else 0
        end as decimal(18, 4)
    ) as tip_part,
    coalesce(tender_kind = 'gift_card', false) or item_kind = 'gift_card' as is_gift_card_money,
    coalesce(tender_kind = 'account', false) or item_kind in ('account_credit', 'account_payment') as is_account_money,
    is_void,
    settlement_date
from parted
