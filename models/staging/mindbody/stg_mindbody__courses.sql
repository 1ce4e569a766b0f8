with source as (
    select *
    from {{ source('mindbody', 'courses') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as course_id,
        try_cast(source."Location" ->> '$.Id' as bigint) as location_id,
        try_cast(source."Organizer" ->> '$.Id' as bigint) as organizer_staff_id,
        try_cast(source."Program" ->> '$.Id' as bigint) as program_id,
        ---------- text
        source."Name" as course_name,
        source."Description" as description,
        ---------- times
        {{ read_local('source."StartDate"') }} as start_local,
        {{ read_local('source."EndDate"') }} as end_local,
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
