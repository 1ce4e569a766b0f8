with source as (
    select *
    from {{ source('mindbody', 'classes') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."ClassScheduleId" as class_schedule_id,
        source."SemesterId" as semester_id,
        source."Id" as class_id,
        ---------- text
        source."BookingStatus" as booking_status,
        source."ThemeName" as theme_name,
        ---------- numerics
        source."MaxCapacity" as max_capacity,
        source."WebCapacity" as web_capacity,
        source."TotalBooked" as total_booked,
        source."TotalSignedIn" as total_signed_in,
        source."TotalBookedWaitlist" as total_booked_waitlist,
        source."WebBooked" as web_booked,
        source."WaitListSize" as wait_list_size,
        ---------- flags
        source."IsCanceled" as is_canceled,
        source."Substitute" as substitute,
        source."Active" as is_active,
        source."IsWaitlistAvailable" as is_waitlist_available,
        source."HideCancel" as hide_cancel,
        ---------- nested
        source."Location" as location,
        source."Resource" as resource,
        source."ClassDescription" as class_description,
        source."Staff" as staff,
        ---------- times
        {{ read_local('source."StartDateTime"') }} as start_local,
        {{ read_local('source."EndDateTime"') }} as end_local,
        {{ read_local('source."LastModifiedDateTime"') }} as last_modified_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('start_local', 'zone') }} as start_utc,
    {{ local_to_utc('end_local', 'zone') }} as end_utc,
    {{ local_to_utc('last_modified_local', 'zone') }} as last_modified_utc
from renamed
