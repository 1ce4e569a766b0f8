with source as (
    select *
    from {{ source('mindbody', 'staff_permissions') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "StaffId" as staff_id,
    ---------- text
    "PermissionGroupName" as permission_group_name,
    ---------- flags
    "IpRestricted" as ip_restricted,
    ---------- times
    _extracted_at as extracted_at
from source
