-- What the report says of gift cards is what moved the books, but for sales with a line that waits in suspense.
with report as (
    select site_id, sale_id, sum(amount) as amount from {{ ref('rec_gift_card') }} group by site_id, sale_id
),

books as (
    select site_id, sale_id, sum(amount) as amount from {{ ref('fct_gift_card_movement') }} group by site_id, sale_id
),

suspended as (
    select distinct site_id, sale_id from {{ ref('int_booked_lines') }} where treatment = 'suspense'
)

select
    coalesce(report.site_id, books.site_id) as site_id,
    coalesce(report.sale_id, books.sale_id) as sale_id,
    report.amount as in_report,
    books.amount as in_books
from report
full join books on report.site_id = books.site_id and report.sale_id = books.sale_id
where coalesce(report.amount, 0) <> coalesce(books.amount, 0)
    and not exists (
        select 1
        from suspended
        where suspended.site_id = coalesce(report.site_id, books.site_id)
            and suspended.sale_id = coalesce(report.sale_id, books.sale_id)
    )
