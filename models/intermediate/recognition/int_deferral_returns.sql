{{ config(materialized='table') }}
-- One row per returned line of a deferred sale: what it takes back of the deferred and of the earned part (both positive).
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as deferral_id,
    cast(null as bigint) as sale_id,
    cast(null as bigint) as sale_detail_id,
    cast(null as date) as local_date,
    cast(null as hugeint) as unearned_units,
    cast(null as hugeint) as earned_units
where false
