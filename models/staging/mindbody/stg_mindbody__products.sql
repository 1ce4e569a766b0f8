with source as (
    select *
    from {{ source('mindbody', 'products') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ProductId" as product_id,
    "Id" as barcode_id,
    "CategoryId" as category_id,
    "SubCategoryId" as sub_category_id,
    "SecondaryCategoryId" as secondary_category_id,
    "GroupId" as group_id,
    "SupplierId" as supplier_id,
    "ManufacturerId" as manufacturer_id,
    ---------- text
    "Name" as product_name,
    "ShortDescription" as short_description,
    "SupplierName" as supplier_name,
    ---------- numerics
    cast("Price" as decimal(18, 4)) as price,
    cast("TaxIncluded" as decimal(18, 4)) as tax_included,
    "TaxRate" as tax_rate,
    cast("OnlinePrice" as decimal(18, 4)) as online_price,
    "TypeGroup" as type_group,
    ---------- nested
    "Color" as color,
    "Size" as size,
    ---------- times
    _extracted_at as extracted_at
from source
