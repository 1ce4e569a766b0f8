with source as (
    select *
    from {{ source('mindbody', 'services') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ProgramId" as program_id,
    "ProductId" as product_id,
    "Id" as barcode_id,
    "MembershipId" as membership_id,
    ---------- text
    "Name" as service_name,
    "Type" as service_type,
    "ExpirationType" as expiration_type,
    "ExpirationUnit" as expiration_unit,
    "RevenueCategory" as revenue_category,
    "Priority" as priority,
    "IntroOfferType" as intro_offer_type,
    "Program" as program,
    ---------- numerics
    cast("Price" as decimal(18, 4)) as price,
    cast("OnlinePrice" as decimal(18, 4)) as online_price,
    cast("TaxIncluded" as decimal(18, 4)) as tax_included,
    "TaxRate" as tax_rate,
    "Count" as session_count,
    "ExpirationLength" as expiration_length,
    ---------- flags
    "SellOnline" as sell_online,
    "SaleInContractOnly" as sale_in_contract_only,
    "IsIntroOffer" as is_intro_offer,
    "IsThirdPartyDiscountPricing" as is_third_party_discount_pricing,
    "Discontinued" as discontinued,
    ---------- nested
    "SellAtLocationIds" as sell_at_location_ids,
    "UseAtLocationIds" as use_at_location_ids,
    "RestrictToMembershipIds" as restrict_to_membership_ids,
    "ApplyMemberDiscountsOfMembershipIds" as apply_member_discounts_of_membership_ids,
    ---------- times
    _extracted_at as extracted_at
from source
