with source as (
    select *
    from {{ source('mindbody', 'client_referral_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Value" as referral_type,
    ---------- times
    _extracted_at as extracted_at
from source
