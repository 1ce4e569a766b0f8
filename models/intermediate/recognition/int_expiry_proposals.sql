{{ config(materialized='table') }}
-- One row per deferral whose first expiry is not yet in the ledger: what Node appends there after the build.
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as deferral_id,
    cast(null as bigint) as client_service_id,
    cast(null as date) as expires_on,
    cast(null as varchar) as source,
    cast(null as varchar) as policy_id
where false
