with source as (
    select *
    from {{ source('mindbody', 'locations') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as location_id,
    ---------- text
    "Address" as address,
    "Address2" as address2,
    "City" as city,
    "Name" as location_name,
    "PostalCode" as postal_code,
    "StateProvCode" as state_prov_code,
    ---------- numerics
    "Latitude" as latitude,
    "Longitude" as longitude,
    "Tax1" as tax1,
    "Tax2" as tax2,
    "Tax3" as tax3,
    "Tax4" as tax4,
    "Tax5" as tax5,
    ---------- flags
    "HasClasses" as has_classes,
    ---------- times
    _extracted_at as extracted_at
from source
