with source as (
    select *
    from {{ source('mindbody', 'liability_waiver') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Value" as waiver_text,
    ---------- times
    _extracted_at as extracted_at
from source
