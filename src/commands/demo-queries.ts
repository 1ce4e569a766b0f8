// Questions an analyst and an accountant would ask first, as SQL over marts.duckdb; a test runs them.

export const exampleQueries: readonly string[] = [
  `-- Net revenue by month and account, at the sale date
select site_id, date_trunc('month', local_date) as month, account_name, sum(net) as net, currency
from fct_revenue_day join dim_account using (account_code) where basis = 'native_accrual'
group by all order by site_id, month, net desc;`,
  `-- Of those who came first in a month: how many come back, month by month
select cohort_month, month_index, cohort_size, active_n, round(100 * retained_rate, 1) as retained_percent
from fct_cohort_retention
where site_id = 10001 and cohort_type = 'first_visit' and retained_rate is not null
order by cohort_month, month_index;`,
  `-- The fullest hours of the week
select weekday, local_hour, sum(attended) as attended, sum(capacity) as capacity,
       round(100.0 * sum(attended) / nullif(sum(capacity), 0), 1) as fill_percent
from agg_utilization_hour group by all order by fill_percent desc nulls last limit 10;`,
  `-- The trial balance of a month: revenue when it is earned, what was prepaid in deferred revenue
select account_code, account_name, begin_balance, debit, credit, end_balance, currency
from fct_trial_balance where site_id = 10001 and basis = 'earned' and period = '2026-05'
order by account_code;`,
]
