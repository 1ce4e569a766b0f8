-- Availabilities, out of the envelope of their staff member.
with envelopes as (
    select
        "SiteId" as site_id,
        "Id" as staff_id,
        from_json("Availabilities", '[{
            "Id": "BIGINT", "SessionType": {"Id": "BIGINT"}, "Programs": [{"Id": "BIGINT"}], "Location": {"Id": "BIGINT"},
            "StartDateTime": "VARCHAR", "EndDateTime": "VARCHAR", "BookableEndDateTime": "VARCHAR",
            "PrepTime": "BIGINT", "FinishTime": "BIGINT", "IsMasked": "BOOLEAN", "ShowPublic": "BOOLEAN"
        }]') as availabilities,
        _extracted_at as extracted_at
    from {{ source('mindbody', 'staff_schedule_items') }}
    where _deleted_at is null
),

available as (
    select
        site_id,
        staff_id,
        unnest(availabilities) as availability,
        generate_subscripts(availabilities, 1) as line_no,
        extracted_at
    from envelopes
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        available.site_id,
        available.staff_id,
        coalesce(availability."Id", -line_no) as availability_id,
        line_no,
        availability."SessionType"."Id" as session_type_id,
        availability."Location"."Id" as location_id,
        ---------- numerics
        availability."PrepTime" as prep_time,
        availability."FinishTime" as finish_time,
        ---------- flags
        availability."IsMasked" as is_masked,
        availability."ShowPublic" as show_public,
        ---------- nested
        list_transform(availability."Programs", lambda program: program."Id") as program_ids,
        ---------- times
        {{ read_local('availability."StartDateTime"') }} as start_local,
        {{ read_local('availability."EndDateTime"') }} as end_local,
        {{ read_local('availability."BookableEndDateTime"') }} as bookable_end_local,
        available.extracted_at,
        site_zones.zone
    from available
    left join site_zones on available.site_id = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('start_local', 'zone') }} as start_utc,
    {{ local_to_utc('end_local', 'zone') }} as end_utc,
    {{ local_to_utc('bookable_end_local', 'zone') }} as bookable_end_utc,
    row_number() over (partition by site_id, staff_id, availability_id order by line_no) as copy_no
from renamed
