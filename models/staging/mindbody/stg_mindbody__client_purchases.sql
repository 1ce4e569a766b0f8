with source as (
    select
        *,
        "Sale" ->> '$.SaleDateTime' as sale_text
    from {{ source('mindbody', 'client_purchases') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."ClientId" as client_id,
        source."Ordinal" as purchase_no,
        try_cast(source."Sale" ->> '$.Id' as bigint) as sale_id,
        try_cast(source."Sale" ->> '$.LocationId' as bigint) as location_id,
        ---------- text
        source."Description" as item_name,
        ---------- numerics
        cast(source."Price" as decimal(18, 4)) as price,
        cast(source."AmountPaid" as decimal(18, 4)) as amount_paid,
        cast(source."Discount" as decimal(18, 4)) as discount,
        cast(source."Tax" as decimal(18, 4)) as tax,
        source."Quantity" as quantity,
        ---------- flags
        source."AccountPayment" as account_payment,
        source."Returned" as returned,
        ---------- times
        {{ read_local('source.sale_text') }} as sale_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('sale_local', 'zone') }} as sale_utc
from renamed
