{{ config(materialized='table') }}
-- One row per deferred sale: a pack, a membership or the slice of an autopay.
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as deferral_id,
    cast(null as bigint) as client_service_id,
    cast(null as bigint) as sale_id,
    cast(null as bigint) as sale_detail_id,
    cast(null as bigint) as location_id,
    cast(null as date) as sold_on,
    cast(null as varchar) as item_kind,
    cast(null as bigint) as category_id,
    cast(null as bigint) as sub_category_id,
    cast(null as bigint) as program_id,
    cast(null as bigint) as product_id,
    cast(null as varchar) as client_id,
    cast(null as bigint) as contract_id,
    cast(null as hugeint) as units,
    cast(null as varchar) as method,
    cast(null as varchar) as breakage,
    cast(null as decimal(9, 6)) as breakage_rate,
    cast(null as bigint) as session_count,
    cast(null as date) as starts_on,
    cast(null as date) as expires_on,
    cast(null as varchar) as expiry_source,
    cast(null as varchar) as policy_id,
    cast(null as varchar) as policy_version,
    cast(null as varchar) as currency
where false
