-- What in the journal needs a person: money that waits in SUSPENSE, and amounts that could not be told in the reporting currency.
with lines as (
    select * from {{ ref('fct_journal_line') }}
),

trial_balance as (
    select * from {{ ref('fct_trial_balance') }}
),

-- By the month in which it happened: what an adjustment cleared up later is settled.
suspended as (
    select
        site_id,
        basis,
        {{ period_of('event_date') }} as period,
        currency,
        sum(credit - debit) as amount,
        count(distinct entry_id) as entry_n
    from lines
    where account_code = 'SUSPENSE'
    group by site_id, basis, {{ period_of('event_date') }}, currency
    having sum(credit - debit) <> 0
),

suspense_balance as (
    select
        'suspense_balance' as finding,
        'warn' as severity,
        site_id,
        'period' as entity,
        basis || '/' || period || '/' || currency as entity_id,
        'Of ' || period || ' ' || abs(amount) || ' ' || currency || if(amount > 0, ' (credit)', ' (debit)') || ' in '
        || entry_n || ' entries waits in SUSPENSE on the basis ' || basis || '; `gl check` names what no rule fits.' as detail,
        amount
    from suspended
),

fx_missing as (
    select
        'fx_missing' as finding,
        'warn' as severity,
        site_id,
        'period' as entity,
        currency || '/' || period as entity_id,
        'No ' || string_agg(distinct rate_kind, ' and no ' order by rate_kind) || ' rate from ' || currency || ' to '
        || max(reporting_currency) || ' for ' || period || ': amounts stay null.' as detail,
        cast(null as decimal(18, 4)) as amount
    from (
        select *, if(account_type in ('revenue', 'contra_revenue', 'expense'), 'average', 'closing') as rate_kind from trial_balance
    )
    where reporting_currency is not null
        and reporting_movement is null
        and reporting_end is null
        and (debit <> credit or end_balance <> 0)
    group by site_id, currency, period
)

select * from suspense_balance
union all
select * from fx_missing
