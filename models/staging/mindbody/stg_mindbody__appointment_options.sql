with source as (
    select *
    from {{ source('mindbody', 'appointment_options') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Name" as option_name,
    "DisplayName" as display_name,
    "Value" as option_value,
    "Type" as option_type,
    ---------- times
    _extracted_at as extracted_at
from source
