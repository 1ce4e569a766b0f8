with source as (
    select *
    from {{ source('mindbody', 'gift_cards') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as product_id,
    ---------- text
    "Description" as description,
    "GiftCardTerms" as gift_card_terms,
    "ContactInfo" as contact_info,
    ---------- numerics
    cast("CardValue" as decimal(18, 4)) as card_value,
    cast("SalePrice" as decimal(18, 4)) as sale_price,
    ---------- flags
    "EditableByConsumer" as editable_by_consumer,
    "SoldOnline" as sold_online,
    "DisplayLogo" as display_logo,
    ---------- nested
    "LocationIds" as location_ids,
    "MembershipRestrictionIds" as membership_restriction_ids,
    "Layouts" as layouts,
    ---------- times
    _extracted_at as extracted_at
from source
