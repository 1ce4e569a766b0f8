-- What the lines of a sale got of a payment is that payment, to the smallest unit.
with allocated as (
    select site_id, sale_id, payment_id, sum(amount) as amount
    from {{ ref('int_tender_allocation') }}
    group by site_id, sale_id, payment_id
),

payments as (
    select payments.site_id, payments.sale_id, payments.payment_id, payments.units, sites.currency
    from {{ ref('int_payment_units') }} as payments
    inner join {{ ref('int_sites') }} as sites on payments.site_id = sites.site_id
    -- A sale without lines has nothing to allocate to.
    inner join {{ ref('int_allocation_sides') }} as sales
        on payments.site_id = sales.site_id and payments.sale_id = sales.sale_id
)

select
    payments.site_id,
    payments.sale_id,
    payments.payment_id,
    payments.units,
    allocated.amount as allocated
from payments
left join allocated
    on payments.site_id = allocated.site_id
    and payments.sale_id = allocated.sale_id
    and payments.payment_id = allocated.payment_id
where payments.units <> {{ to_units('coalesce(allocated.amount, 0)', 'payments.currency') }}
