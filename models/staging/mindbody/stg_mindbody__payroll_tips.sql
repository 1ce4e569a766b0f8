with source as (
    select *
    from {{ source('mindbody', 'payroll_tips') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."StaffId" as staff_id,
        source."SaleId" as sale_id,
        ---------- numerics
        cast(source."Earnings" as decimal(18, 4)) as earnings,
        ---------- times
        {{ read_local('source."SaleDateTime"') }} as sale_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('sale_local', 'zone') }} as sale_utc
from renamed
