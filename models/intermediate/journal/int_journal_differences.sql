{{ config(materialized='table') }}
-- By how much the data of today miss what was frozen, amount by amount. A day moved within its period is no difference.
select
    site_id,
    basis,
    entry_id,
    event_period,
    location_id,
    account_code,
    posting_role,
    currency,
    service_category_id,
    tax_slot,
    payment_method_id,
    sum(live_units) - sum(frozen_units) as units,
    first_open_on,
    coalesce(max(event_date) filter (not is_frozen), max(event_date)) as event_date,
    min(source_type) as source_type,
    min(source_id) as source_id,
    min(event_seq) as event_seq,
    {{ shared('sale_id') }} as sale_id,
    {{ shared('sale_detail_id') }} as sale_detail_id,
    {{ shared('payment_id') }} as payment_id,
    {{ shared('visit_id') }} as visit_id,
    {{ shared('client_service_id') }} as client_service_id,
    -- Who says so today, else who said so then.
    coalesce(max(rule_id) filter (not is_frozen), max(rule_id)) as rule_id,
    coalesce(max(policy_version) filter (not is_frozen), max(policy_version)) as policy_version
from {{ ref('int_journal_compared') }}
group by
    site_id, basis, entry_id, event_period, location_id, account_code, posting_role, currency, service_category_id, tax_slot,
    payment_method_id, first_open_on
having sum(live_units) <> sum(frozen_units)
