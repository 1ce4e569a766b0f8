-- One row per sale that has both lines and payments: whether its two sides agree, in the smallest unit of the currency.
with lines as (
    select
        site_id,
        sale_id,
        sum(greatest(units, 0)) as sold,
        sum(least(units, 0)) as returned
    from {{ ref('int_line_units') }}
    group by site_id, sale_id
),

payments as (
    select
        site_id,
        sale_id,
        sum(greatest(units, 0)) as paid,
        sum(least(units, 0)) as refunded
    from {{ ref('int_payment_units') }}
    group by site_id, sale_id
)

select
    lines.site_id,
    lines.sale_id,
    -- Refunds can be matched with returned lines, and payments with sold ones.
    lines.sold = payments.paid and lines.returned = payments.refunded as is_two_sided,
    lines.sold + lines.returned = payments.paid + payments.refunded as is_tied,
    -- Lines and payments of nothing go with the side that has money.
    if(payments.paid > 0, 1, -1) as side_of_nothing
from lines
inner join payments on lines.site_id = payments.site_id and lines.sale_id = payments.sale_id
