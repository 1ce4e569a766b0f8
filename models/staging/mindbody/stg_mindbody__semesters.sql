with source as (
    select *
    from {{ source('mindbody', 'semesters') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as semester_id,
    ---------- text
    "Name" as semester_name,
    "Description" as description,
    ---------- numerics
    cast("MultiRegistrationDiscount" as decimal(18, 4)) as multi_registration_discount,
    ---------- flags
    "Active" as is_active,
    ---------- times
    {{ read_date('"StartDate"') }} as start_date,
    {{ read_date('"EndDate"') }} as end_date,
    {{ read_date('"MultiRegistrationDeadline"') }} as multi_registration_deadline_date,
    _extracted_at as extracted_at
from source
