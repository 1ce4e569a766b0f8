-- Entries that vanished are kept: one vanishes when the place came, or was no longer wanted.
with source as (
    select *
    from {{ source('mindbody', 'waitlist_entries') }}
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as waitlist_entry_id,
        source."ClassId" as class_id,
        try_cast(source."ClassSchedule" ->> '$.Id' as bigint) as class_schedule_id,
        source."Client" ->> '$.Id' as client_id,
        try_cast(source."Client" ->> '$.UniqueId' as bigint) as client_unique_id,
        source."VisitRefNo" as visit_id,
        ---------- flags
        source."Web" as is_web,
        ---------- times
        {{ read_local('source."ClassDate"') }} as class_start_local,
        {{ read_local('source."RequestDateTime"') }} as request_local,
        {{ read_date('source."EnrollmentDateForward"') }} as enrollment_forward_date,
        source._extracted_at as extracted_at,
        source._deleted_at as deleted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('class_start_local', 'zone') }} as class_start_utc,
    {{ local_to_utc('request_local', 'zone') }} as request_utc
from renamed
