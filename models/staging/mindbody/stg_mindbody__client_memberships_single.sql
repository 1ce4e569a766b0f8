with source as (
    select *
    from {{ source('mindbody', 'client_memberships_single') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ClientID" as client_id,
    "Id" as client_service_id,
    "ProductId" as product_id,
    "MembershipId" as membership_id,
    try_cast("Program" ->> '$.Id' as bigint) as program_id,
    ---------- text
    "Name" as client_service_name,
    "IconCode" as icon_code,
    ---------- numerics
    "Count" as session_count,
    "Remaining" as remaining,
    ---------- flags
    "Current" as is_current,
    "Returned" as returned,
    ---------- nested
    list_transform(
        from_json("RestrictedLocations", '[{"Id": "BIGINT"}]'), lambda place: place."Id"
    ) as restricted_location_ids,
    ---------- times
    {{ read_date('"ActiveDate"') }} as active_date,
    {{ read_date('"ExpirationDate"') }} as expiration_date,
    {{ read_date('"PaymentDate"') }} as payment_date,
    _extracted_at as extracted_at
from source
