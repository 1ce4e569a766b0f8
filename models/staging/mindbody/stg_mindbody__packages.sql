with source as (
    select *
    from {{ source('mindbody', 'packages') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as package_id,
    ---------- text
    "Name" as package_name,
    ---------- numerics
    "DiscountPercentage" as discount_percentage,
    ---------- flags
    "SellOnline" as sell_online,
    ---------- nested
    "Services" as services,
    "Products" as products,
    ---------- times
    _extracted_at as extracted_at
from source
