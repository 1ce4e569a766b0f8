-- A month begins with what the month before ended with, and the journal's lines are all in it.
with months as (
    select
        *,
        lag(end_balance, 1, 0) over (partition by site_id, basis, account_code, currency order by period) as carried
    from {{ ref('fct_trial_balance') }}
),

posted as (
    select site_id, basis, period, account_code, currency, sum(debit) as debit, sum(credit) as credit
    from {{ ref('fct_journal_line') }}
    group by site_id, basis, period, account_code, currency
)

select site_id, basis, period, account_code, currency, months.carried, months.begin_balance, months.end_balance
from months
full join posted using (site_id, basis, period, account_code, currency)
where months.begin_balance is distinct from months.carried
    or months.begin_balance + months.debit - months.credit is distinct from months.end_balance
    or coalesce(months.debit, 0) <> coalesce(posted.debit, 0)
    or coalesce(months.credit, 0) <> coalesce(posted.credit, 0)
