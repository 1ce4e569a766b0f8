-- What became of closed periods: what was frozen, what today's data say, and the adjustments (frozen in later periods or waiting
-- in the open one) that lead from one to the other. An entry stands under its newest cause; one that never changed under `none`.
with compared as (
    select * from {{ ref('int_journal_compared') }}
),

adjustments as (
    select *
    from {{ ref('fct_journal_line') }}
    where is_adjustment
),

causes as (
    select site_id, basis, adjusts_entry_id, adjusts_period, max_by(cause, posting_date) as cause
    from adjustments
    group by site_id, basis, adjusts_entry_id, adjusts_period
),

frozen as (
    select * from {{ ref('stg_ledger__closed_lines') }} where not is_adjustment
),

amounts as (
    select
        site_id,
        basis,
        entry_id,
        event_period as period,
        account_code,
        currency,
        {{ from_units('live_units', 'currency') }} as live,
        0 as frozen,
        0 as adjusted
    from compared
    where not is_frozen
    union all
    select site_id, basis, entry_id, {{ period_of('event_date') }}, account_code, currency, 0, debit - credit, 0
    from frozen
    union all
    select site_id, basis, adjusts_entry_id, adjusts_period, account_code, currency, 0, 0, debit - credit
    from adjustments
)

select
    amounts.site_id,
    amounts.basis,
    amounts.period,
    amounts.account_code,
    amounts.currency,
    coalesce(causes.cause, 'none') as cause,
    cast(sum(amounts.frozen) as decimal(18, 4)) as frozen,
    cast(sum(amounts.adjusted) as decimal(18, 4)) as adjusted,
    cast(sum(amounts.live) as decimal(18, 4)) as live,
    count(distinct amounts.entry_id) as entry_n
from amounts
left join causes
    on amounts.site_id = causes.site_id
    and amounts.basis = causes.basis
    and amounts.entry_id = causes.adjusts_entry_id
    and amounts.period = causes.adjusts_period
group by
    amounts.site_id, amounts.basis, amounts.period, amounts.account_code, amounts.currency, coalesce(causes.cause, 'none')
