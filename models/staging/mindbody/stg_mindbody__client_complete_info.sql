with source as (
    select *
    from {{ source('mindbody', 'client_complete_info') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ClientId" as client_id,
    try_cast("Client" ->> '$.UniqueId' as bigint) as client_unique_id,
    ---------- nested
    "ClientServices" as client_services,
    "ClientContracts" as client_contracts,
    "ClientMemberships" as client_memberships,
    "ClientArrivals" as client_arrivals,
    ---------- times
    _extracted_at as extracted_at
from source
