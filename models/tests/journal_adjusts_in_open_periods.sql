-- A closed period is what was frozen, line for line: nothing may be posted into it that its file does not hold, nothing be lost.
with books as (
    select * from {{ ref('int_book_periods') }}
),

frozen as (
    select site_id, period, entry_id, line_no from {{ ref('stg_ledger__closed_lines') }}
),

posted as (
    select lines.site_id, lines.period, lines.entry_id, lines.line_no
    from {{ ref('fct_journal_line') }} as lines
    inner join books on lines.site_id = books.site_id and lines.period <= books.closed_through
    where not lines.is_before_books
)

select 'not frozen' as fault, * from (select * from posted except select * from frozen)
union all
select 'not posted' as fault, * from (select * from frozen except select * from posted)
