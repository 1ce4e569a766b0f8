{{ config(materialized='table') }}
-- What moves a client's account, in order: money paid in by lines, money used by tenders. One row per line or tender, with what
-- it does to the credit the studio owes and to the debt it is owed; the account holds one or the other, never both, so
-- units = credit_units - receivable_units. Lines that wait in SUSPENSE have not reached the account yet.
with lines as (
    select * from {{ ref('int_booked_lines') }} where treatment = 'account'
),

tenders as (
    select * from {{ ref('int_booked_tenders') }} where tender_kind = 'account'
),

moved as (
    select
        site_id,
        client_id,
        sale_id,
        sale_detail_id,
        cast(null as bigint) as payment_id,
        case
            when total_units < 0 then 'taken_back'
            when item_kind = 'account_credit' then 'purchased'
            else 'paid_in'
        end as movement_kind,
        location_id,
        sale_local,
        local_date,
        total_units as units,
        currency
    from lines
    union all
    select
        site_id,
        client_id,
        sale_id,
        null,
        payment_id,
        if(units < 0, 'returned', 'used'),
        location_id,
        sale_local,
        local_date,
        -units,
        currency
    from tenders
),

-- A sale that names nobody moves the account of nobody, which is one account of the site.
named as (
    select * replace (coalesce(client_id, '') as client_id)
    from moved
    where units <> 0
),

ordered as (
    select
        *,
        row_number() over account as movement_no,
        cast(sum(units) over (account rows unbounded preceding) as hugeint) as balance_units
    from named
    window account as (
        partition by site_id, client_id
        -- What a sale pays in can be used by its own tenders.
        order by sale_local, sale_id, payment_id is not null, coalesce(payment_id, sale_detail_id)
    )
)

select
    site_id,
    client_id,
    movement_no,
    sale_id,
    sale_detail_id,
    payment_id,
    movement_kind,
    location_id,
    local_date,
    units,
    balance_units,
    cast(greatest(balance_units, 0) - greatest(balance_units - units, 0) as hugeint) as credit_units,
    cast(greatest(-balance_units, 0) - greatest(units - balance_units, 0) as hugeint) as receivable_units,
    currency
from ordered
