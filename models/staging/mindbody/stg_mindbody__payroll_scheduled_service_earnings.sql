with source as (
    select *
    from {{ source('mindbody', 'payroll_scheduled_service_earnings') }}
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
        source."ScheduledServiceId" as scheduled_service_id,
        ---------- text
        source."ScheduledServiceType" as scheduled_service_type,
        ---------- numerics
        cast(source."Earnings" as decimal(18, 4)) as earnings,
        ---------- times
        {{ read_local('source."DateTime"') }} as service_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('service_local', 'zone') }} as service_utc
from renamed
