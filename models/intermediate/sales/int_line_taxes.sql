{{ config(materialized='table') }}
-- One row per line and tax slot that took tax, in the smallest unit of the currency (returns negative).
select
    cast(null as bigint) as site_id,
    cast(null as bigint) as sale_id,
    cast(null as bigint) as sale_detail_id,
    cast(null as bigint) as tax_slot,
    cast(null as hugeint) as units
where false
