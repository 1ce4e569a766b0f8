-- The journal, as it stands: closed periods as they were frozen, what the data of today say of open ones, and adjusting entries
-- in the first open period for what changed in closed ones.
with frozen as (
    select * from {{ ref('stg_ledger__closed_lines') }}
),

live as (
    select * from {{ ref('int_journal_live') }}
),

adjustments as (
    select * from {{ ref('int_journal_adjustments') }}
),

books as (
    select * from {{ ref('int_book_periods') }}
),

-- An entry that moved out of a closed period stands frozen there and live here: its lines are numbered on.
taken as (
    select
        site_id,
        entry_id,
        max(line_no) as line_no
    from frozen
    group by site_id, entry_id
),

open_lines as (
    select
        live.site_id,
        live.basis,
        live.entry_id,
        coalesce(taken.line_no, 0) + live.line_no as line_no,
        live.event_date,
        live.event_date as posting_date,
        {{ period_of('live.event_date') }} as period,
        live.location_id,
        live.account_code,
        live.posting_role,
        {{ from_units('greatest(live.units, 0)', 'live.currency') }} as debit,
        {{ from_units('greatest(-live.units, 0)', 'live.currency') }} as credit,
        live.currency,
        live.source_type,
        live.source_id,
        live.event_seq,
        live.sale_id,
        live.sale_detail_id,
        live.payment_id,
        live.visit_id,
        live.client_service_id,
        live.program_id as service_category_id,
        live.tax_slot,
        live.payment_method_id,
        live.rule_id,
        live.policy_version,
        false as is_adjustment,
        cast(null as varchar) as adjusts_entry_id,
        cast(null as varchar) as adjusts_period,
        cast(null as varchar) as cause,
        live.memo,
        {{ period_of('live.event_date') }} <= books.before_through as is_before_books
    from live
    inner join books on live.site_id = books.site_id
    left join taken on live.site_id = taken.site_id and live.entry_id = taken.entry_id
    where
        {{ period_of('live.event_date') }} > books.closed_through
        or {{ period_of('live.event_date') }} <= books.before_through
),

closed_lines as (
    select frozen.*
    from frozen
    inner join books on frozen.site_id = books.site_id and frozen.period <= books.closed_through
)

select * from closed_lines
union all by name
select * from open_lines
union all by name
select * from adjustments
