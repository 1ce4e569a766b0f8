with source as (
    select *
    from {{ source('mindbody', 'cross_regional_client_associations') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "RecordSiteId" as associated_site_id,
    "AskedClientId" as asked_client_id,
    "ClientId" as client_id,
    "UniqueId" as client_unique_id,
    ---------- flags
    "SiteIsActive" as site_is_active,
    ---------- times
    _extracted_at as extracted_at
from source
