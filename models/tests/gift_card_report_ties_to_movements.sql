-- What the report says of gift cards is what moved the books, to the smallest unit. Left out are sales with a line in suspense
-- and ones that are not booked; amounts finer than the smallest unit, of which the books keep the rounded parts, may miss by a
-- unit each.
with report as (
    select
        site_id,
        sale_id,
        sum(amount) as amount,
        count(*) filter (where amount <> {{ from_units(to_units('amount', 'currency'), 'currency') }}) as fine_amounts
    from {{ ref('rec_gift_card') }}
    group by site_id, sale_id
),

books as (
    select
        site_id,
        sale_id,
        sum(amount) as amount,
        any_value(currency) as currency
    from {{ ref('fct_gift_card_movement') }}
    group by site_id, sale_id
),

booked as (
    select
        site_id,
        sale_id
    from {{ ref('int_booked_sales') }} as sales
    where not exists (
        select 1
        from {{ ref('int_booked_lines') }} as lines
        where lines.site_id = sales.site_id
            and lines.sale_id = sales.sale_id
            and lines.treatment = 'suspense'
    )
)

select
    booked.site_id,
    booked.sale_id,
    report.amount as in_report,
    books.amount as in_books
from booked
left join report on booked.site_id = report.site_id and booked.sale_id = report.sale_id
left join books on booked.site_id = books.site_id and booked.sale_id = books.sale_id
where abs(coalesce(report.amount, 0) - coalesce(books.amount, 0))
    > coalesce(report.fine_amounts, 0) * {{ from_units('1', 'books.currency') }}
