with source as (
    select *
    from {{ source('mindbody', 'prospect_stages') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as prospect_stage_id,
    ---------- text
    "Description" as description,
    ---------- flags
    "Active" as is_active,
    ---------- times
    _extracted_at as extracted_at
from source
