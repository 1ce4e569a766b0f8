with source as (
    select *
    from {{ source('mindbody', 'accepted_card_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Value" as card_type,
    ---------- times
    _extracted_at as extracted_at
from source
