-- Debits and credits of an entry are equal on each of its days, in one currency; the lines of entries that are not so. An entry
-- has a second day only where it moved out of a closed period: it stays frozen there and is live on its new day.
with off_balance as (
    select entry_id
    from {{ ref('fct_journal_line') }}
    group by entry_id, posting_date
    having sum(debit) <> sum(credit)
        or count(distinct currency) > 1
        or count(distinct (site_id, basis)) > 1
),

off_days as (
    select entry_id
    from {{ ref('fct_journal_line') }}
    group by entry_id, period
    having count(distinct posting_date) > 1
),

off as (
    select entry_id from off_balance
    union
    select entry_id from off_days
)

select
    site_id, basis, entry_id, line_no, posting_date, location_id, account_code, posting_role, debit, credit, currency,
    source_type, source_id, memo
from {{ ref('fct_journal_line') }}
inner join off using (entry_id)
