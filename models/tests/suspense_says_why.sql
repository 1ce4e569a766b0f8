-- Whoever clears SUSPENSE reads the reason in the memo.
select 'earned' as basis, site_id, sale_id, sale_detail_id, units
from {{ ref('int_postings_sale_lines') }}
where posting_role = 'SUSPENSE' and coalesce(memo, '') = ''
union all
select 'earned', site_id, sale_id, sale_detail_id, units
from {{ ref('int_postings_sale_gaps') }}
where posting_role = 'SUSPENSE' and coalesce(memo, '') = ''
union all
select 'cash_books', site_id, sale_id, sale_detail_id, units
from {{ ref('int_postings_cash_books') }}
where posting_role = 'SUSPENSE' and coalesce(memo, '') = ''
