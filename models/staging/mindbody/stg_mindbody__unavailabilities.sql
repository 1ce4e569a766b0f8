with source as (
    select *
    from {{ source('mindbody', 'unavailabilities') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as unavailability_id,
        source."StaffId" as staff_id,
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
