-- What one location owes another the other is owed: over a site's day it is nothing.
select site_id, basis, posting_date, currency, sum(debit) as debit, sum(credit) as credit
from {{ ref('fct_journal_line') }}
where posting_role = 'INTERLOCATION'
group by site_id, basis, posting_date, currency
having sum(debit) <> sum(credit)
