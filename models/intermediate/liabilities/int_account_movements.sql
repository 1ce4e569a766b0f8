{{ config(materialized='table') }}
-- One row per line or tender that moves a client's account, with what it does to the credit we owe and to the debt owed to us.
select
    cast(null as bigint) as site_id,
    cast(null as varchar) as client_id,
    cast(null as bigint) as movement_no,
    cast(null as bigint) as sale_id,
    cast(null as bigint) as sale_detail_id,
    cast(null as bigint) as payment_id,
    cast(null as varchar) as movement_kind,
    cast(null as bigint) as location_id,
    cast(null as date) as local_date,
    cast(null as hugeint) as units,
    cast(null as hugeint) as balance_units,
    cast(null as hugeint) as credit_units,
    cast(null as hugeint) as receivable_units
where false
