-- Every account posted to is in the chart of accounts; SUSPENSE is one of every chart.
select distinct lines.account_code, lines.rule_id
from {{ ref('fct_journal_line') }} as lines
left join {{ ref('dim_account') }} as accounts on lines.account_code = accounts.account_code
where accounts.account_code is null and lines.account_code <> 'SUSPENSE'
