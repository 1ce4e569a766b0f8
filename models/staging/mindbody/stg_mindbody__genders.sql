with source as (
    select *
    from {{ source('mindbody', 'genders') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as gender_id,
    ---------- text
    "Name" as gender_name,
    ---------- flags
    "IsActive" as is_active,
    "IsDefault" as is_default,
    ---------- times
    _extracted_at as extracted_at
from source
