-- The trial balance by month: every account from the month of its first line to the newest month of the site, so that a balance
-- is carried through months without lines. In the reporting currency, what a month earns and spends is told at the average rate
-- of that month, a balance at the closing rate; where the rate is missing the amount is null and data_quality says so.
{%- set reporting = var('reporting_currency') or '' %}
with lines as (
    select * from {{ ref('fct_journal_line') }}
),

accounts as (
    select * from {{ ref('dim_account') }}
),

fx as (
    select * from {{ ref('stg_finance__fx') }} where to_currency = '{{ reporting }}'
),

movements as (
    select
        site_id,
        basis,
        account_code,
        currency,
        cast(date_trunc('month', posting_date) as date) as month,
        sum(debit) as debit,
        sum(credit) as credit
    from lines
    group by site_id, basis, account_code, currency, cast(date_trunc('month', posting_date) as date)
),

last_months as (
    select site_id, max(month) as last_month
    from movements
    group by site_id
),

months as (
    select
        movements.site_id,
        movements.basis,
        movements.account_code,
        movements.currency,
        cast(unnest(generate_series(min(movements.month), max(last_months.last_month), interval 1 month)) as date) as month
    from movements
    inner join last_months on movements.site_id = last_months.site_id
    group by movements.site_id, movements.basis, movements.account_code, movements.currency
),

balances as (
    select
        months.*,
        coalesce(movements.debit, 0) as debit,
        coalesce(movements.credit, 0) as credit,
        sum(coalesce(movements.debit, 0) - coalesce(movements.credit, 0)) over (
            partition by months.site_id, months.basis, months.account_code, months.currency order by months.month
        ) as end_balance
    from months
    left join movements
        on months.site_id = movements.site_id
        and months.basis = movements.basis
        and months.account_code = movements.account_code
        and months.currency = movements.currency
        and months.month = movements.month
),

currency_months as (
    select distinct currency, month, last_day(month) as month_end from balances
),

rates as (
    select
        currency_months.currency,
        currency_months.month,
        case
            when currency_months.currency = '{{ reporting }}' then 1
            else max_by(fx.rate, fx.rate_date) filter (fx.kind = 'average' and fx.rate_date >= currency_months.month)
        end as average_rate,
        case
            when currency_months.currency = '{{ reporting }}' then 1
            else max_by(fx.rate, fx.rate_date) filter (fx.kind = 'closing')
        end as closing_rate
    from currency_months
    left join fx on currency_months.currency = fx.from_currency and fx.rate_date <= currency_months.month_end
    group by currency_months.currency, currency_months.month
),

typed as (
    select
        balances.*,
        coalesce(accounts.account_name, balances.account_code) as account_name,
        coalesce(accounts.account_type, 'suspense') as account_type,
        coalesce(accounts.account_type in ('revenue', 'contra_revenue', 'expense'), false) as is_of_the_month
    from balances
    left join accounts on balances.account_code = accounts.account_code
)

select
    typed.site_id,
    typed.basis,
    {{ period_of('typed.month') }} as period,
    typed.account_code,
    typed.account_name,
    typed.account_type,
    typed.currency,
    cast(typed.end_balance - typed.debit + typed.credit as decimal(18, 4)) as begin_balance,
    cast(typed.debit as decimal(18, 4)) as debit,
    cast(typed.credit as decimal(18, 4)) as credit,
    cast(typed.end_balance as decimal(18, 4)) as end_balance,
    nullif('{{ reporting }}', '') as reporting_currency,
    case
        when typed.is_of_the_month
            then {{ at_rate('(typed.debit - typed.credit)', 'rates.average_rate', "'" ~ reporting ~ "'") }}
    end as reporting_movement,
    case
        when not typed.is_of_the_month
            then {{ at_rate('typed.end_balance', 'rates.closing_rate', "'" ~ reporting ~ "'") }}
    end as reporting_end
from typed
inner join rates on typed.currency = rates.currency and typed.month = rates.month
