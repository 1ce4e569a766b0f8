with source as (
    select *
    from {{ source('mindbody', 'gift_card_balances') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "BarcodeId" as gift_card_barcode_id,
    ---------- numerics
    cast("RemainingBalance" as decimal(18, 4)) as remaining_balance,
    ---------- times
    _extracted_at as extracted_at
from source
