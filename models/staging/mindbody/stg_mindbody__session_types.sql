with source as (
    select *
    from {{ source('mindbody', 'session_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as session_type_id,
    "ProgramId" as program_id,
    "CategoryId" as category_id,
    "SubcategoryId" as subcategory_id,
    ---------- text
    "Type" as session_kind,
    "Name" as session_type_name,
    "Category" as category,
    "Subcategory" as subcategory,
    ---------- numerics
    "DefaultTimeLength" as default_time_length,
    "StaffTimeLength" as staff_time_length,
    "NumDeducted" as num_deducted,
    ---------- flags
    "AvailableForAddOn" as available_for_add_on,
    "ResourceRequired" as resource_required,
    ---------- times
    _extracted_at as extracted_at
from source
