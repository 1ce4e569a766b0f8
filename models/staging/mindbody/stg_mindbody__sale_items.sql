-- Lines of sales, unnested. Numerals of JSON pass through double, so money is read at scale 8 and kept at 4.
with sales as (
    select
        "SiteId" as site_id,
        "Id" as sale_id,
        from_json("PurchasedItems", '[{
            "SaleDetailId": "BIGINT", "Id": "BIGINT", "IsService": "BOOLEAN", "BarcodeId": "VARCHAR",
            "Description": "VARCHAR", "ContractId": "BIGINT", "CategoryId": "BIGINT", "SubCategoryId": "BIGINT",
            "UnitPrice": "DECIMAL(24,8)", "Quantity": "DECIMAL(24,8)",
            "DiscountPercent": "DECIMAL(24,8)", "DiscountAmount": "DECIMAL(24,8)",
            "Tax1": "DECIMAL(24,8)", "Tax2": "DECIMAL(24,8)", "Tax3": "DECIMAL(24,8)", "Tax4": "DECIMAL(24,8)",
            "Tax5": "DECIMAL(24,8)", "TaxAmount": "DECIMAL(24,8)", "TotalAmount": "DECIMAL(24,8)",
            "Notes": "VARCHAR", "Returned": "BOOLEAN", "PaymentRefId": "BIGINT",
            "ActiveDate": "VARCHAR", "ExpDate": "VARCHAR", "GiftCardBarcodeId": "VARCHAR", "RecipientClientId": "BIGINT"
        }]') as items
    from {{ source('mindbody', 'sales') }}
    where _deleted_at is null
),

lines as (
    select
        site_id,
        sale_id,
        unnest(items) as item,
        generate_subscripts(items, 1) as line_no
    from sales
),

renamed as (
    select
        ---------- ids
        site_id,
        sale_id,
        -- A line without an id still needs a key: its place in the sale, as a negative number no real id has.
        coalesce(item."SaleDetailId", -line_no) as sale_detail_id,
        line_no,
        item."Id" as product_id,
        nullif(item."ContractId", 0) as contract_id,
        item."CategoryId" as category_id,
        nullif(item."SubCategoryId", 0) as sub_category_id,
        nullif(item."PaymentRefId", 0) as payment_ref_id,
        item."RecipientClientId" as recipient_client_id,
        item."BarcodeId" as barcode_id,
        nullif(item."GiftCardBarcodeId", '') as gift_card_barcode_id,
        ---------- text
        item."Description" as item_name,
        item."Notes" as notes,
        ---------- money
        cast(item."UnitPrice" as decimal(18, 4)) as unit_price,
        cast(item."Quantity" as decimal(18, 4)) as quantity,
        cast(item."DiscountPercent" as decimal(18, 4)) as discount_percent,
        cast(item."DiscountAmount" as decimal(18, 4)) as discount_amount,
        cast(item."TaxAmount" as decimal(18, 4)) as tax_amount,
        cast(item."TotalAmount" as decimal(18, 4)) as total_amount,
        ---------- rates: described as such by Mindbody ("decimal representation"), unlike TaxAmount, which is money
        item."Tax1" as tax_rate_1,
        item."Tax2" as tax_rate_2,
        item."Tax3" as tax_rate_3,
        item."Tax4" as tax_rate_4,
        item."Tax5" as tax_rate_5,
        ---------- flags
        item."IsService" as is_service,
        coalesce(item."Returned", false) as is_returned,
        ---------- times
        {{ read_date('item."ActiveDate"') }} as active_date,
        {{ read_date('item."ExpDate"') }} as exp_date
    from lines
)

select
    *,
    row_number() over (partition by site_id, sale_id, sale_detail_id order by line_no) as copy_no
from renamed
