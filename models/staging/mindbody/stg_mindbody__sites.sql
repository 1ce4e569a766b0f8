with source as (
    select *
    from {{ source('mindbody', 'sites') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    ---------- text
    "Name" as site_name,
    "PricingLevel" as pricing_level,
    "CurrencyIsoCode" as currency_iso_code,
    "CountryCode" as country_code,
    "TimeZone" as time_zone,
    ---------- flags
    "TaxInclusivePrices" as tax_inclusive_prices,
    "PerStaffPricing" as per_staff_pricing,
    ---------- times
    _extracted_at as extracted_at
from source
