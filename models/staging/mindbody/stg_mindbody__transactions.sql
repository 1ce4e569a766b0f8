with source as (
    select *
    from {{ source('mindbody', 'transactions') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."TransactionId" as transaction_id,
        source."SaleId" as sale_id,
        source."ClientId" as client_id,
        source."LocationId" as location_id,
        source."MerchantId" as merchant_id,
        source."TerminalId" as terminal_id,
        ---------- text
        source."Status" as status,
        source."CardType" as card_type,
        ---------- numerics
        cast(source."Amount" as decimal(18, 4)) as amount,
        ---------- flags
        source."Settled" as settled,
        source."CCSwiped" as cc_swiped,
        ---------- times
        {{ read_local('source."TransactionTime"') }} as transaction_local,
        {{ read_local('source."AuthTime"') }} as auth_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('transaction_local', 'zone') }} as transaction_utc,
    {{ local_to_utc('auth_local', 'zone') }} as auth_utc
from renamed
