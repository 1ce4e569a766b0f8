-- Permissions out of the two lists of their staff member.
with source as (
    select
        "SiteId" as site_id,
        "StaffId" as staff_id,
        from_json("AllowedPermissions", '["VARCHAR"]') as allowed,
        from_json("DeniedPermissions", '["VARCHAR"]') as denied,
        _extracted_at as extracted_at
    from {{ source('mindbody', 'staff_permissions') }}
    where _deleted_at is null
),

told as (
    select site_id, staff_id, unnest(allowed) as permission_name, true as is_allowed, extracted_at
    from source
    union
    select site_id, staff_id, unnest(denied) as permission_name, false as is_allowed, extracted_at
    from source
)

select
    ---------- ids
    site_id,
    staff_id,
    ---------- text
    permission_name,
    ---------- flags
    is_allowed,
    ---------- times
    extracted_at
from told
where permission_name is not null
