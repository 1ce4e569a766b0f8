with source as (
    select *
    from {{ source('mindbody', 'resources') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as resource_id,
    ---------- text
    "Name" as resource_name,
    ---------- times
    _extracted_at as extracted_at
from source
