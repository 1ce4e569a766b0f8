with source as (
    select *
    from {{ source('mindbody', 'staff_session_types') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "StaffId" as staff_id,
    "Id" as session_type_id,
    "ProgramId" as program_id,
    "CategoryId" as category_id,
    "SubcategoryId" as subcategory_id,
    ---------- text
    "Type" as session_kind,
    "Name" as session_type_name,
    "Category" as category,
    "Subcategory" as subcategory,
    "PayRateType" as pay_rate_type,
    ---------- numerics
    "NumDeducted" as num_deducted,
    "TimeLength" as time_length,
    "PrepTime" as prep_time,
    "FinishTime" as finish_time,
    cast("PayRateAmount" as decimal(18, 4)) as pay_rate_amount,
    ---------- times
    _extracted_at as extracted_at
from source
