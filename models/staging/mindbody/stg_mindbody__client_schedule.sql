with source as (
    select *
    from {{ source('mindbody', 'client_schedule') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."AppointmentId" as appointment_id,
        source."ClassId" as class_id,
        source."ClientId" as client_id,
        source."ClientUniqueId" as client_unique_id,
        source."Id" as visit_id,
        try_cast(source."WaitlistInfo" ->> '$.WaitlistId' as bigint) as waitlist_entry_id,
        source."LocationId" as location_id,
        source."ServiceId" as service_id,
        source."ProductId" as product_id,
        source."StaffId" as staff_id,
        ---------- text
        source."AppointmentStatus" as appointment_status,
        source."Name" as visit_name,
        source."ServiceName" as service_name,
        source."TypeTaken" as type_taken,
        ---------- numerics
        source."VisitType" as visit_type,
        source."TypeGroup" as type_group,
        try_cast(source."WaitlistInfo" ->> '$.WaitlistOrderNumber' as bigint) as waitlist_order_number,
        ---------- flags
        source."LateCancelled" as late_cancelled,
        source."MakeUp" as make_up,
        source."SignedIn" as signed_in,
        source."WebSignup" as web_signup,
        source."Missed" as missed,
        ---------- times
        {{ read_local('source."StartDateTime"') }} as start_local,
        {{ read_local('source."EndDateTime"') }} as end_local,
        {{ read_utc('source."LastModifiedDateTime"') }} as last_modified_utc,
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
