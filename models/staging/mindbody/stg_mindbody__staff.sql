with source as (
    select *
    from {{ source('mindbody', 'staff') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as staff_id,
    ---------- text
    "DisplayName" as display_name,
    "Name" as staff_name,
    ---------- numerics
    "SortOrder" as sort_order,
    ---------- flags
    "Active" as is_active,
    "AppointmentInstructor" as appointment_instructor,
    "AlwaysAllowDoubleBooking" as always_allow_double_booking,
    "IndependentContractor" as independent_contractor,
    "ClassTeacher" as class_teacher,
    "ClassAssistant" as class_assistant,
    "ClassAssistant2" as class_assistant2,
    "Rep" as rep,
    "Rep2" as rep2,
    "Rep3" as rep3,
    "Rep4" as rep4,
    "Rep5" as rep5,
    "Rep6" as rep6,
    ---------- times
    {{ read_date('"EmploymentStart"') }} as employment_start_date,
    {{ read_date('"EmploymentEnd"') }} as employment_end_date,
    _extracted_at as extracted_at
from source
