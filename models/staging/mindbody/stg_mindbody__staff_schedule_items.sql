with source as (
    select *
    from {{ source('mindbody', 'staff_schedule_items') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as staff_id,
    ---------- numerics
    json_array_length("Availabilities") as availability_count,
    json_array_length("Unavailabilities") as unavailability_count,
    json_array_length("Appointments") as appointment_count,
    ---------- times
    _extracted_at as extracted_at
from source
