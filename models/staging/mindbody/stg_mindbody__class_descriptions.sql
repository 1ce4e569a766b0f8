with source as (
    select *
    from {{ source('mindbody', 'class_descriptions') }}
    where _deleted_at is null
),

site_zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

renamed as (
    select
        ---------- ids
        source."SiteId" as site_id,
        source."Id" as class_description_id,
        source."CategoryId" as category_id,
        source."SubcategoryId" as subcategory_id,
        ---------- text
        source."Name" as class_description_name,
        source."Category" as category,
        source."Subcategory" as subcategory,
        ---------- flags
        source."Active" as is_active,
        ---------- nested
        source."Level" as level,
        source."Program" as program,
        source."SessionType" as session_type,
        ---------- times
        {{ read_local('source."LastUpdated"') }} as last_updated_local,
        source._extracted_at as extracted_at,
        site_zones.zone
    from source
    left join site_zones on source."SiteId" = site_zones.site_id
)

select
    * exclude (zone),
    {{ local_to_utc('last_updated_local', 'zone') }} as last_updated_utc
from renamed
