-- Debits and credits of an entry are equal, in one currency, on one day; the lines of entries that are not so.
with off_balance as (
    select entry_id
    from {{ ref('fct_journal_line') }}
    group by entry_id
    having sum(debit) <> sum(credit)
        or count(distinct currency) > 1
        or count(distinct posting_date) > 1
        or count(distinct (site_id, basis)) > 1
)

select
    site_id, basis, entry_id, line_no, posting_date, location_id, account_code, posting_role, debit, credit, currency, source_type,
    source_id, memo
from {{ ref('fct_journal_line') }}
inner join off_balance using (entry_id)
