with source as (
    select *
    from {{ source('mindbody', 'clients') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as client_id,
        source."UniqueId" as client_unique_id,
        ---------- text
        source."Country" as country,
        source."State" as state,
        source."ReferredBy" as referred_by,
        source."Gender" as gender,
        source."Status" as client_status,
        ---------- numerics
        source."MembershipIcon" as membership_icon,
        cast(source."AccountBalance" as decimal(18, 4)) as account_balance,
        ---------- flags
        source."IsCompany" as is_company,
        source."IsProspect" as is_prospect,
        source."Active" as is_active,
        ---------- nested
        source."SuspensionInfo" as suspension_info,
        source."ClientIndexes" as client_indexes,
        source."ProspectStage" as prospect_stage,
        source."SalesReps" as sales_reps,
        source."HomeLocation" as home_location,
        source."ClientType" as client_type,
        ---------- times
        {{ read_local('source."CreationDate"') }} as creation_local,
        {{ read_local('source."FirstAppointmentDate"') }} as first_appointment_local,
        {{ read_local('source."FirstClassDate"') }} as first_class_local,
        {{ read_utc('source."LastModifiedDateTime"') }} as last_modified_utc,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('creation_local', 'zone') }} as creation_utc,
    {{ local_to_utc('first_appointment_local', 'zone') }} as first_appointment_utc,
    {{ local_to_utc('first_class_local', 'zone') }} as first_class_utc
from renamed
