with source as (
    select *
    from {{ source('mindbody', 'products_inventory') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ProductId" as product_id,
    "BarcodeId" as barcode_id,
    "LocationId" as location_id,
    ---------- numerics
    "UnitsLogged" as units_logged,
    "UnitsSold" as units_sold,
    "UnitsInStock" as units_in_stock,
    "ReorderLevel" as reorder_level,
    "MaxLevel" as max_level,
    ---------- times
    {{ read_utc('"CreatedDateTimeUTC"') }} as created_utc,
    {{ read_utc('"ModifiedDateTimeUTC"') }} as modified_utc,
    _extracted_at as extracted_at
from source
