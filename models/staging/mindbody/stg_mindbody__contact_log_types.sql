with source as (
    select *
    from {{ source('mindbody', 'contact_log_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as contact_log_type_id,
    ---------- text
    "Name" as contact_log_type_name,
    ---------- nested
    "SubTypes" as sub_types,
    ---------- times
    _extracted_at as extracted_at
from source
