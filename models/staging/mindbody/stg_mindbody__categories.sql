with source as (
    select *
    from {{ source('mindbody', 'categories') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as category_id,
    ---------- text
    "CategoryName" as category_name,
    "Description" as description,
    ---------- numerics
    "TotalCount" as total_count,
    ---------- flags
    "Service" as service,
    "Active" as is_active,
    "IsPrimary" as is_primary,
    "IsSecondary" as is_secondary,
    ---------- nested
    "SubCategories" as sub_categories,
    ---------- times
    {{ read_utc('"CreatedDateTimeUTC"') }} as created_utc,
    {{ read_utc('"ModifiedDateTimeUTC"') }} as modified_utc,
    _extracted_at as extracted_at
from source
