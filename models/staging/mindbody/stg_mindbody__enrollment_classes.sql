-- Classes, out of the enrollment they belong to.
with series as (
    select
        "SiteId" as site_id,
        "Id" as class_schedule_id,
        from_json("Classes", '[{
            "Id": "BIGINT", "Staff": {"Id": "BIGINT"}, "Location": {"Id": "BIGINT"}, "ClassDescription": {"Id": "BIGINT"},
            "StartDateTime": "VARCHAR", "EndDateTime": "VARCHAR",
            "MaxCapacity": "BIGINT", "WebCapacity": "BIGINT", "TotalBooked": "BIGINT", "TotalSignedIn": "BIGINT",
            "TotalBookedWaitlist": "BIGINT", "WebBooked": "BIGINT",
            "IsCanceled": "BOOLEAN", "Substitute": "BOOLEAN", "Active": "BOOLEAN"
        }]') as classes,
        _extracted_at as extracted_at
    from {{ source('mindbody', 'enrollments') }}
    where _deleted_at is null
),

held as (
    select
        site_id,
        class_schedule_id,
        unnest(classes) as class,
        generate_subscripts(classes, 1) as line_no,
        extracted_at
    from series
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        held.site_id,
        held.class_schedule_id,
        coalesce(class."Id", -line_no) as class_id,
        line_no,
        class."ClassDescription"."Id" as class_description_id,
        class."Staff"."Id" as staff_id,
        class."Location"."Id" as location_id,
        ---------- numerics
        class."MaxCapacity" as max_capacity,
        class."WebCapacity" as web_capacity,
        class."TotalBooked" as total_booked,
        class."TotalSignedIn" as total_signed_in,
        class."TotalBookedWaitlist" as total_booked_waitlist,
        class."WebBooked" as web_booked,
        ---------- flags
        class."IsCanceled" as is_canceled,
        class."Substitute" as substitute,
        class."Active" as is_active,
        ---------- times
        {{ read_local('class."StartDateTime"') }} as start_local,
        {{ read_local('class."EndDateTime"') }} as end_local,
        held.extracted_at,
        site_zones.zone
    from held
    left join site_zones on held.site_id = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('start_local', 'zone') }} as start_utc,
    {{ local_to_utc('end_local', 'zone') }} as end_utc,
    row_number() over (partition by site_id, class_schedule_id, class_id order by line_no) as copy_no
from renamed
