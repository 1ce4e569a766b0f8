{{ config(materialized='table') }}
-- One row per amount that leaves a deferral: a use, a day, an expiry.
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as deferral_id,
    cast(null as varchar) as event,
    cast(null as bigint) as event_seq,
    cast(null as bigint) as visit_id,
    cast(null as date) as event_date,
    cast(null as bigint) as location_id,
    cast(null as hugeint) as revenue_units,
    cast(null as hugeint) as breakage_units
where false
