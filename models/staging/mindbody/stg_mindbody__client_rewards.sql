with source as (
    select *
    from {{ source('mindbody', 'client_rewards') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."ClientId" as client_id,
        source."SourceID" as source_id,
        ---------- text
        source."Action" as reward_action,
        source."Source" as reward_source,
        ---------- numerics
        source."Points" as points,
        ---------- times
        {{ read_local('source."ActionDateTime"') }} as action_local,
        {{ read_local('source."ExpirationDateTime"') }} as expiration_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('action_local', 'zone') }} as action_utc,
    {{ local_to_utc('expiration_local', 'zone') }} as expiration_utc
from renamed
