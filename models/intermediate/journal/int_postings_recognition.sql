{{ config(materialized='table') }}
-- What becomes revenue by use, by day and by expiry. One row per side.
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as source_type,
    cast(null as varchar) as source_id,
    cast(null as bigint) as event_seq,
    cast(null as date) as event_date,
    cast(null as bigint) as location_id,
    cast(null as varchar) as posting_role,
    cast(null as hugeint) as units,
    cast(null as varchar) as item_kind,
    cast(null as bigint) as category_id,
    cast(null as bigint) as sub_category_id,
    cast(null as bigint) as program_id,
    cast(null as bigint) as product_id,
    cast(null as bigint) as payment_method_id,
    cast(null as bigint) as tax_slot,
    cast(null as bigint) as sale_id,
    cast(null as bigint) as sale_detail_id,
    cast(null as bigint) as payment_id,
    cast(null as bigint) as visit_id,
    cast(null as bigint) as client_service_id,
    cast(null as varchar) as policy_version,
    cast(null as varchar) as memo
where false
