with source as (
    select *
    from {{ source('mindbody', 'promo_codes') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."PromotionID" as promotion_id,
        ---------- text
        source."Name" as promo_code_name,
        source."Code" as code,
        ---------- numerics
        source."MaxUses" as max_uses,
        source."NumberOfAutopays" as number_of_autopays,
        source."DaysAfterCloseDate" as days_after_close_date,
        ---------- flags
        source."Active" as is_active,
        source."AllowOnline" as allow_online,
        ---------- nested
        source."Discount" as discount,
        source."DaysValid" as days_valid,
        source."ApplicableItems" as applicable_items,
        ---------- times
        {{ read_date('source."ActivationDate"') }} as activation_date,
        {{ read_date('source."ExpirationDate"') }} as expiration_date,
        {{ read_local('source."LastModifiedDateTime"') }} as last_modified_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('last_modified_local', 'zone') }} as last_modified_utc
from renamed
