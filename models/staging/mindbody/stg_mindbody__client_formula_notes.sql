with source as (
    select *
    from {{ source('mindbody', 'client_formula_notes') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as formula_note_id,
        source."ClientId" as client_id,
        source."AppointmentId" as appointment_id,
        ---------- text
        source."SiteName" as site_name,
        source."StaffFirstName" as staff_first_name,
        source."StaffLastName" as staff_last_name,
        source."StaffDisplayName" as staff_display_name,
        ---------- times
        {{ read_local('source."EntryDate"') }} as entry_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('entry_local', 'zone') }} as entry_utc
from renamed
