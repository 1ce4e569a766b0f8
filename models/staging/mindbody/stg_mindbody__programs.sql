with source as (
    select *
    from {{ source('mindbody', 'programs') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as program_id,
    ---------- text
    "Name" as program_name,
    "ScheduleType" as schedule_type,
    ---------- numerics
    "CancelOffset" as cancel_offset,
    ---------- nested
    "ContentFormats" as content_formats,
    "PricingRelationships" as pricing_relationships,
    ---------- times
    _extracted_at as extracted_at
from source
