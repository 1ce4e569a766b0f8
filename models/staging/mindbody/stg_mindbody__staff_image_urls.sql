with source as (
    select *
    from {{ source('mindbody', 'staff_image_urls') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "StaffId" as staff_id,
    ---------- text
    "ImageURL" as image_url,
    "MobileImageURL" as mobile_image_url,
    ---------- times
    _extracted_at as extracted_at
from source
