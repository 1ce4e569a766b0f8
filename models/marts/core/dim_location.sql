-- The API lists places; the online store (98) sells too and is not among them, nor are places that were closed.
with locations as (
    select * from {{ ref('stg_mindbody__locations') }}
),

gone as (
    select * from {{ ref('base_mindbody__gone_locations') }}
),

sites as (
    select site_id from {{ ref('int_sites') }}
),

seen as (
    select site_id, location_id from {{ ref('stg_mindbody__sales') }}
    union
    select site_id, location_id from {{ ref('int_class_occurrences') }}
    union
    select site_id, location_id from {{ ref('int_enrollment_sessions') }} where location_id is not null
    union
    select site_id, location_id from {{ ref('stg_mindbody__appointments') }} where location_id is not null
    union
    select site_id, location_id from {{ ref('int_visits_deduped') }}
),

all_places as (
    select site_id, location_id, location_name, city, state_prov_code, false as is_online_store, true as is_listed
    from locations
    where location_id <> 98
    union all
    select site_id, 98, 'Online Store', null, null, true, false
    from sites
    union all
    select
        seen.site_id,
        seen.location_id,
        coalesce(gone.location_name, 'Location ' || seen.location_id),
        null,
        null,
        false,
        false
    from seen
    left join gone on seen.site_id = gone.site_id and seen.location_id = gone.location_id
    where seen.location_id <> 98
        and not exists (
            select 1 from locations
            where locations.site_id = seen.site_id and locations.location_id = seen.location_id
        )
)

select
    site_id,
    location_id,
    location_name,
    city,
    state_prov_code as state,
    is_online_store,
    is_listed,
    -- The list holds the places in use; where it was never read, it says nothing.
    is_listed or is_online_store or not bool_or(is_listed) over (partition by site_id) as is_active
from all_places
