with source as (
    select *
    from {{ source('mindbody', 'required_client_fields') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Value" as field_name,
    ---------- times
    _extracted_at as extracted_at
from source
