with source as (
    select *
    from {{ source('mindbody', 'custom_client_fields') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as custom_client_field_id,
    ---------- text
    "Name" as custom_client_field_name,
    "DataType" as data_type,
    ---------- times
    _extracted_at as extracted_at
from source
