with source as (
    select *
    from {{ source('mindbody', 'contact_logs') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as contact_log_id,
        source."ClientId" as client_id,
        try_cast(source."Client" ->> '$.UniqueId' as bigint) as client_unique_id,
        try_cast(source."CreatedBy" ->> '$.Id' as bigint) as created_by_staff_id,
        try_cast(source."AssignedTo" ->> '$.Id' as bigint) as assigned_to_staff_id,
        ---------- text
        source."ContactMethod" as contact_method,
        ---------- numerics
        json_array_length(source."Comments") as comment_count,
        ---------- nested
        source."Types" as contact_log_types,
        ---------- times
        {{ read_date('source."FollowupByDate"') }} as followup_by_date,
        {{ read_local('source."CreatedDateTime"') }} as created_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('created_local', 'zone') }} as created_utc
from renamed
