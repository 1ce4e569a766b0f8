{{ config(materialized='table') }}
-- What closed periods say, as frozen and as the data of today would have it, side by side. A period is that of the event: what
-- was adjusted later stands in a later file and counts for the period it corrects.
with books as (
    select * from {{ ref('int_book_periods') }}
),

live as (
    select
        live.site_id,
        live.basis,
        live.entry_id,
        {{ period_of('live.event_date') }} as event_period,
        live.event_date,
        live.location_id,
        live.account_code,
        live.posting_role,
        live.currency,
        live.program_id as service_category_id,
        live.tax_slot,
        live.payment_method_id,
        live.source_type,
        live.source_id,
        live.event_seq,
        live.sale_id,
        live.sale_detail_id,
        live.payment_id,
        live.visit_id,
        live.client_service_id,
        live.rule_id,
        live.policy_version,
        live.memo,
        live.units as live_units,
        cast(0 as hugeint) as frozen_units,
        false as is_frozen
    from {{ ref('int_journal_live') }} as live
),

frozen as (
    select
        site_id,
        basis,
        coalesce(adjusts_entry_id, entry_id) as entry_id,
        {{ period_of('event_date') }} as event_period,
        event_date,
        location_id,
        account_code,
        posting_role,
        currency,
        service_category_id,
        tax_slot,
        payment_method_id,
        source_type,
        source_id,
        event_seq,
        sale_id,
        sale_detail_id,
        payment_id,
        visit_id,
        client_service_id,
        rule_id,
        policy_version,
        memo,
        cast(0 as hugeint) as live_units,
        {{ to_units('(debit - credit)', 'currency') }} as frozen_units,
        true as is_frozen
    from {{ ref('stg_ledger__closed_lines') }}
),

sides as (
    select * from live
    union all by name
    select * from frozen
)

select
    sides.*,
    books.first_open_on
from sides
inner join books on sides.site_id = books.site_id
where sides.event_period <= books.closed_through and sides.event_period > books.before_through
