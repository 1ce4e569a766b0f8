with source as (
    select *
    from {{ source('mindbody', 'sales') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as sale_id,
        source."SalesRepId" as sales_rep_id,
        source."ClientId" as client_id,
        source."RecipientClientId" as recipient_client_id,
        source."LocationId" as location_id,
        ---------- text
        source."SaleTime" as sale_time,
        ---------- nested
        source."PurchasedItems" as purchased_items,
        source."Payments" as payments,
        ---------- times
        {{ read_date('source."SaleDate"') }} as sale_date,
        coalesce({{ read_local('source."SaleDateTime"') }}, {{ read_local('source."SaleDate"') }}) as sale_local,
        {{ read_local('source."OriginalSaleDateTime"') }} as original_sale_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('sale_local', 'zone') }} as sale_utc,
    {{ local_to_utc('original_sale_local', 'zone') }} as original_sale_utc
from renamed
