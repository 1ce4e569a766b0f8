{#- A series of classes or of enrollments as staging reads it: the API answers both in one form. -#}
{% macro class_series(relation) -%}
with source as (
    select *
    from {{ relation }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as class_schedule_id,
    "SemesterId" as semester_id,
    try_cast("Course" ->> '$.Id' as bigint) as course_id,
    try_cast("ClassDescription" ->> '$.Id' as bigint) as class_description_id,
    try_cast("Staff" ->> '$.Id' as bigint) as staff_id,
    try_cast("Location" ->> '$.Id' as bigint) as location_id,
    ---------- text
    "FrequencyType" as frequency_type,
    ---------- numerics
    "FrequencyInterval" as frequency_interval,
    ---------- flags
    "IsAvailable" as is_available,
    "DaySunday" as day_sunday,
    "DayMonday" as day_monday,
    "DayTuesday" as day_tuesday,
    "DayWednesday" as day_wednesday,
    "DayThursday" as day_thursday,
    "DayFriday" as day_friday,
    "DaySaturday" as day_saturday,
    "AllowOpenEnrollment" as allow_open_enrollment,
    "AllowDateForwardEnrollment" as allow_date_forward_enrollment,
    ---------- nested
    "Clients" as clients,
    ---------- times
    {{ read_date('"StartDate"') }} as start_date,
    {{ read_date('"EndDate"') }} as end_date,
    {{ read_time_of_day('"StartTime"') }} as start_time,
    {{ read_time_of_day('"EndTime"') }} as end_time,
    _extracted_at as extracted_at
from source
{%- endmacro %}
