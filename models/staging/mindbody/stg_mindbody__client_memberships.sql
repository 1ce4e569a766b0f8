with source as (
    select *
    from {{ source('mindbody', 'client_memberships') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ClientId" as client_id,
    ---------- text
    nullif(trim("ErrorMessage"), '') as error_message,
    ---------- numerics
    json_array_length("Memberships") as membership_count,
    ---------- times
    _extracted_at as extracted_at
from source
