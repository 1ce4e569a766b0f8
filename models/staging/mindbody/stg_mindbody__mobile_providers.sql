with source as (
    select *
    from {{ source('mindbody', 'mobile_providers') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as mobile_provider_id,
    ---------- text
    "ProviderName" as provider_name,
    "ProviderAddress" as provider_address,
    ---------- flags
    "Active" as is_active,
    ---------- times
    _extracted_at as extracted_at
from source
