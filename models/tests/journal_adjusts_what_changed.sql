-- Of every closed period and account, what was frozen and what was adjusted since is what today's data say, whatever the cause.
select site_id, basis, period, account_code, currency, sum(frozen) as frozen, sum(adjusted) as adjusted, sum(live) as live
from {{ ref('fct_period_drift') }}
group by site_id, basis, period, account_code, currency
having sum(frozen) + sum(adjusted) <> sum(live)
