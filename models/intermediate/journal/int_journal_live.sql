{{ config(materialized='table') }}
-- Every entry as the data of today give it, before any period was closed. Ids and line numbers come from what a side says alone,
-- so that every build, in whatever order the data were loaded, gives the same.
{%- set keys = [
    'site_id', 'location_id', 'item_kind', 'category_id', 'sub_category_id', 'program_id', 'product_id', 'payment_method_id',
    'tax_slot'
] %}
with postings as (
    select
        *,
        {{ entry_id(['site_id', 'basis', 'source_type', 'source_id', 'event_seq']) }} as entry_id
    from {{ ref('int_postings') }}
),

accounts as (
    select * from {{ ref('int_posting_accounts') }}
)

select
    postings.site_id,
    postings.basis,
    postings.entry_id,
    row_number() over (
        partition by postings.entry_id
        order by
            postings.posting_role, postings.location_id, postings.sale_detail_id, postings.payment_id, postings.tax_slot,
            postings.units, accounts.account_code, postings.visit_id, postings.client_service_id, postings.item_kind,
            postings.category_id, postings.sub_category_id, postings.program_id, postings.product_id,
            postings.payment_method_id, postings.policy_version, postings.memo
    ) as line_no,
    postings.source_type,
    postings.source_id,
    postings.event_seq,
    postings.event_date,
    postings.location_id,
    postings.posting_role,
    postings.units,
    postings.item_kind,
    postings.category_id,
    postings.sub_category_id,
    postings.program_id,
    postings.product_id,
    postings.payment_method_id,
    postings.tax_slot,
    postings.sale_id,
    postings.sale_detail_id,
    postings.payment_id,
    postings.visit_id,
    postings.client_service_id,
    postings.policy_version,
    postings.memo,
    accounts.account_code,
    accounts.rule_id,
    postings.currency
from postings
inner join accounts
    on postings.posting_role = accounts.posting_role
    and postings.stretch_from = accounts.stretch_from
    {%- for key in keys %}
    and postings.{{ key }} is not distinct from accounts.{{ key }}
    {%- endfor %}
