with source as (
    select *
    from {{ source('mindbody', 'custom_payment_methods') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as payment_method_id,
    ---------- text
    "Name" as payment_method_name,
    ---------- times
    _extracted_at as extracted_at
from source
