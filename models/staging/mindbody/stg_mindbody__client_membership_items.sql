-- Memberships held, out of the envelope of their client.
with envelopes as (
    select
        "SiteId" as site_id,
        "ClientId" as client_id,
        from_json("Memberships", '[{
            "Id": "BIGINT", "MembershipId": "BIGINT", "ProductId": "BIGINT", "Program": {"Id": "BIGINT"},
            "Name": "VARCHAR", "IconCode": "VARCHAR", "Count": "BIGINT", "Remaining": "BIGINT",
            "Current": "BOOLEAN", "Returned": "BOOLEAN", "RestrictedLocations": [{"Id": "BIGINT"}],
            "ActiveDate": "VARCHAR", "ExpirationDate": "VARCHAR", "PaymentDate": "VARCHAR"
        }]') as memberships,
        _extracted_at as extracted_at
    from {{ source('mindbody', 'client_memberships') }}
    where _deleted_at is null
),

held as (
    select
        site_id,
        client_id,
        unnest(memberships) as membership,
        generate_subscripts(memberships, 1) as line_no,
        extracted_at
    from envelopes
),

renamed as (
    select
        ---------- ids
        site_id,
        client_id,
        coalesce(membership."Id", -line_no) as client_service_id,
        line_no,
        membership."MembershipId" as membership_id,
        membership."ProductId" as product_id,
        membership."Program"."Id" as program_id,
        ---------- text
        membership."Name" as client_service_name,
        membership."IconCode" as icon_code,
        ---------- numerics
        membership."Count" as session_count,
        membership."Remaining" as remaining,
        ---------- flags
        membership."Current" as is_current,
        membership."Returned" as returned,
        ---------- nested
        list_transform(membership."RestrictedLocations", lambda place: place."Id") as restricted_location_ids,
        ---------- times
        {{ read_date('membership."ActiveDate"') }} as active_date,
        {{ read_date('membership."ExpirationDate"') }} as expiration_date,
        {{ read_date('membership."PaymentDate"') }} as payment_date,
        extracted_at
    from held
)

select
    *,
    row_number() over (partition by site_id, client_id, client_service_id order by line_no) as copy_no
from renamed
