with source as (
    select *
    from {{ source('mindbody', 'appointments') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."ProviderId" as provider_id,
        source."Id" as appointment_id,
        source."ProgramId" as program_id,
        source."SessionTypeId" as session_type_id,
        source."LocationId" as location_id,
        source."StaffId" as staff_id,
        source."ClientId" as client_id,
        source."WaitlistEntryId" as waitlist_entry_id,
        source."ClientServiceId" as client_service_id,
        ---------- text
        source."Status" as status,
        ---------- numerics
        source."Duration" as duration,
        ---------- flags
        source."StaffRequested" as staff_requested,
        source."FirstAppointment" as first_appointment,
        source."IsWaitlist" as is_waitlist,
        ---------- nested
        source."Resources" as resources,
        source."AddOns" as add_ons,
        ---------- times
        {{ read_local('source."StartDateTime"') }} as start_local,
        {{ read_local('source."EndDateTime"') }} as end_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('start_local', 'zone') }} as start_utc,
    {{ local_to_utc('end_local', 'zone') }} as end_utc
from renamed
