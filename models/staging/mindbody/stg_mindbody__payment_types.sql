with source as (
    select *
    from {{ source('mindbody', 'payment_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as payment_type_id,
    ---------- text
    "PaymentTypeName" as payment_type_name,
    ---------- numerics
    "Fee" as fee,
    ---------- flags
    "Active" as is_active,
    ---------- times
    _extracted_at as extracted_at
from source
