{{ config(materialized='table') }}
-- Which tender paid how much of which line. Payments belong to the sale and items to the line, so shares are worked out in the
-- smallest unit of the currency: payments take turns in order of their id, each over what the lines still owe, by largest
-- remainder, ties by SaleDetailId. The last turn takes all that is left: sums are exact by payment and by line.
-- Refunds and returned lines are matched among themselves where both sides agree. Where lines and payments of a sale differ,
-- shares follow the line totals and are exact by payment only; data_quality names the sale.
with recursive sales as (
    select * from {{ ref('int_allocation_sides') }}
),

payments as (
    select
        payments.*,
        case
            when not sales.is_two_sided then 0
            when payments.units = 0 then sales.side_of_nothing
            else sign(payments.units)
        end as side
    from {{ ref('int_payment_units') }} as payments
    inner join sales on payments.site_id = sales.site_id and payments.sale_id = sales.sale_id
),

turns as (
    select
        *,
        row_number() over (partition by site_id, sale_id, side order by payment_id) as turn
    from payments
),

allocation as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        case
            when not sales.is_two_sided then 0
            when lines.units = 0 then sales.side_of_nothing
            else sign(lines.units)
        end as side,
        sales.is_tied,
        lines.units as line_units,
        lines.units as owed,
        cast(0 as bigint) as turn,
        cast(null as bigint) as payment_id,
        cast(0 as hugeint) as units
    from {{ ref('int_line_units') }} as lines
    inner join sales on lines.site_id = sales.site_id and lines.sale_id = sales.sale_id
    union all
    select
        site_id,
        sale_id,
        sale_detail_id,
        side,
        is_tied,
        line_units,
        owed - paid as owed,
        turn,
        payment_id,
        paid as units
    from (
        select
            *,
            case
                -- An exchange of equals, closed by a tender of nothing.
                when weight_sum = 0 and payment_units = 0 and is_tied then owed
                when weight_sum = 0 then if(place = 1, payment_units, 0)
                else share + if(place <= payment_units - placed, 1, 0)
            end as paid
        from (
            select
                *,
                row_number() over (
                    partition by site_id, sale_id, side order by share_remainder desc, sale_detail_id
                ) as place,
                sum(share) over (partition by site_id, sale_id, side) as placed
            from (
                select
                    *,
                    if(weight_sum = 0, 0, {{ floor_div('weight * payment_units', 'weight_sum') }}) as share,
                    if(weight_sum = 0, 0, abs({{ floor_mod('weight * payment_units', 'weight_sum') }})) as share_remainder
                from (
                    select
                        allocation.* exclude (turn, payment_id, units),
                        turns.turn,
                        turns.payment_id,
                        turns.units as payment_units,
                        if(allocation.is_tied, allocation.owed, allocation.line_units) as weight,
                        sum(if(allocation.is_tied, allocation.owed, allocation.line_units)) over (
                            partition by allocation.site_id, allocation.sale_id, allocation.side
                        ) as weight_sum
                    from allocation
                    inner join turns
                        on allocation.site_id = turns.site_id
                        and allocation.sale_id = turns.sale_id
                        and allocation.side = turns.side
                        and allocation.turn + 1 = turns.turn
                )
            )
        )
    )
),

currencies as (
    select site_id, currency from {{ ref('int_sites') }}
)

select
    allocation.site_id,
    allocation.sale_id,
    allocation.sale_detail_id,
    allocation.payment_id,
    allocation.is_tied,
    {{ from_units('allocation.units', 'currencies.currency') }} as amount
from allocation
inner join currencies on allocation.site_id = currencies.site_id
where allocation.payment_id is not null
-- A pair that shares nothing says nothing, unless it is all the line has.
qualify
    allocation.units <> 0
    or row_number() over (
        partition by allocation.site_id, allocation.sale_id, allocation.sale_detail_id
        order by allocation.units = 0, allocation.payment_id
    ) = 1
