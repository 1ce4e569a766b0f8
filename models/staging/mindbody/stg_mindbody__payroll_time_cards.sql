with source as (
    select *
    from {{ source('mindbody', 'payroll_time_cards') }}
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
        ---------- text
        source."Task" as task,
        ---------- numerics
        source."Hours" as hours,
        cast(source."HourlyRate" as decimal(18, 4)) as hourly_rate,
        cast(source."Earnings" as decimal(18, 4)) as earnings,
        ---------- times
        {{ read_local('source."TimeIn"') }} as time_in_local,
        {{ read_local('source."TimeOut"') }} as time_out_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('time_in_local', 'zone') }} as time_in_utc,
    {{ local_to_utc('time_out_local', 'zone') }} as time_out_utc
from renamed
