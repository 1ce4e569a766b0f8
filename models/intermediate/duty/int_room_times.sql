-- Everything that takes a room: classes that were not cancelled (hidden ones only where booked) and appointments.
with classes as (
    select * from {{ ref('int_class_occurrences') }} where is_offered and room_id is not null
),

appointments as (
    select
        *,
        unnest(from_json(resources, '[{"Id": "BIGINT"}]'))."Id" as room_id
    from {{ ref('int_appointment_times') }}
),

sites as (
    select site_id, zone from {{ ref('int_sites') }}
),

uses as (
    select site_id, room_id, location_id, start_local, end_local, start_utc, end_utc from classes
    union all
    select site_id, room_id, location_id, start_local, end_local, start_utc, end_utc from appointments
)

select
    uses.site_id,
    uses.room_id,
    uses.location_id,
    uses.start_local,
    uses.end_local,
    uses.start_utc,
    uses.end_utc,
    sites.zone
from uses
inner join sites on uses.site_id = sites.site_id
where uses.room_id is not null and uses.end_local > uses.start_local
