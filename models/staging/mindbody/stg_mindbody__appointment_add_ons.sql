with source as (
    select *
    from {{ source('mindbody', 'appointment_add_ons') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as add_on_id,
    "CategoryId" as category_id,
    ---------- text
    "Name" as add_on_name,
    "Category" as category,
    ---------- numerics
    "NumDeducted" as num_deducted,
    ---------- times
    _extracted_at as extracted_at
from source
