-- Days a site has planned to be shut, which events tell and no endpoint does. The newest event of a closure counts, by when it
-- happened; of two in the same second the cancellation does, since a closure is cancelled after it was made, however its events came.
with told as (
    select
        "SiteId" as site_id,
        try_cast("EntityKey" as bigint) as closure_id,
        "MessageId" as message_id,
        "EventId" = 'siteBusinessDayClosure.cancelled' as is_cancelled,
        "Data" as data,
        coalesce({{ read_utc('"OriginatedAt"') }}, {{ read_utc('"ReceivedAt"') }}) as originated_utc,
        {{ read_utc('"ReceivedAt"') }} as received_utc,
        _extracted_at as extracted_at
    from {{ source('mindbody', 'webhook_events') }}
    where
        _deleted_at is null
        and "EventId" in ('siteBusinessDayClosure.created', 'siteBusinessDayClosure.cancelled')
),

newest as (
    select *
    from told
    qualify row_number() over (
        partition by site_id, closure_id
        order by originated_utc desc, is_cancelled desc, received_utc desc, message_id desc
    ) = 1
),

-- A cancellation names nothing but the closure: what was closed is told by the newest event that made it.
made as (
    select *
    from told
    where not is_cancelled
    qualify row_number() over (
        partition by site_id, closure_id order by originated_utc desc, received_utc desc, message_id desc
    ) = 1
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        newest.site_id,
        newest.closure_id,
        ---------- text
        made.data ->> '$.nameClosedDay' as closure_name,
        ---------- flags
        newest.is_cancelled,
        ---------- nested
        made.data -> '$.serviceCategoriesAffectedIds' as program_ids,
        ---------- times
        {{ read_local("made.data ->> '$.startDateTime'") }} as start_local,
        {{ read_local("made.data ->> '$.endDateTime'") }} as end_local,
        newest.originated_utc,
        newest.extracted_at,
        site_zones.zone
    from newest
    left join made on newest.site_id = made.site_id and newest.closure_id = made.closure_id
    left join site_zones on newest.site_id = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('start_local', 'zone') }} as start_utc,
    {{ local_to_utc('end_local', 'zone') }} as end_utc
from renamed
