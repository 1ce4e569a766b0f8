-- A side is a debit or a credit: one of the two is above zero, the other zero.
select site_id, entry_id, line_no, posting_role, debit, credit
from {{ ref('fct_journal_line') }}
where least(debit, credit) <> 0 or greatest(debit, credit) <= 0
