-- Balances of all accounts of a site, month and currency are nothing together, opening and closing.
select site_id, basis, period, currency, sum(begin_balance) as begin_balance, sum(end_balance) as end_balance
from {{ ref('fct_trial_balance') }}
group by site_id, basis, period, currency
having sum(begin_balance) <> 0 or sum(end_balance) <> 0
