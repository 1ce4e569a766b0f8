{{ config(materialized='table') }}
-- One row per deferral whose first expiry is not yet in the ledger: what Node appends there after the build. A pack that sleeps
-- may still be used before it expires for that, so its day is only proposed once it has passed.
with deferrals as (
    select * from {{ ref('int_deferrals') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
)

select
    deferrals.site_id,
    deferrals.deferral_id,
    deferrals.client_service_id,
    deferrals.expires_on,
    deferrals.expiry_source as source,
    deferrals.policy_id
from deferrals
inner join as_of on deferrals.site_id = as_of.site_id
where deferrals.registered_on is null
    and deferrals.expires_on is not null
    and (deferrals.expiry_source <> 'dormancy' or deferrals.expires_on < as_of.as_of_date)
