{{ config(materialized='table') }}
-- What must be posted in the first open period so that frozen and adjusting lines together say of each closed period what the data
-- of today say. One adjusting entry per entry and period it corrects (and currency: a site's may be told late).
with differences as (
    select * from {{ ref('int_journal_differences') }}
),

causes as (
    select * from {{ ref('int_journal_causes') }}
),

adjusting as (
    select
        differences.*,
        causes.cause,
        {{ entry_id([
            'differences.site_id', 'differences.basis', "'adjustment'", 'differences.entry_id', 'differences.event_period',
            'differences.currency', 'differences.first_open_on'
        ]) }} as adjusting_entry_id
    from differences
    inner join causes
        on differences.site_id = causes.site_id
        and differences.basis = causes.basis
        and differences.entry_id = causes.entry_id
        and differences.event_period = causes.event_period
)

select
    site_id,
    basis,
    adjusting_entry_id as entry_id,
    row_number() over (
        partition by adjusting_entry_id
        order by posting_role, location_id, account_code, service_category_id, tax_slot, payment_method_id
    ) as line_no,
    event_date,
    first_open_on as posting_date,
    {{ period_of('first_open_on') }} as period,
    location_id,
    account_code,
    posting_role,
    {{ from_units('greatest(units, 0)', 'currency') }} as debit,
    {{ from_units('greatest(-units, 0)', 'currency') }} as credit,
    currency,
    source_type,
    source_id,
    event_seq,
    sale_id,
    sale_detail_id,
    payment_id,
    visit_id,
    client_service_id,
    service_category_id,
    tax_slot,
    payment_method_id,
    rule_id,
    policy_version,
    true as is_adjustment,
    entry_id as adjusts_entry_id,
    event_period as adjusts_period,
    cause,
    'Corrects ' || event_period || ': ' || replace(cause, '_', ' ') as memo,
    false as is_before_books
from adjusting
