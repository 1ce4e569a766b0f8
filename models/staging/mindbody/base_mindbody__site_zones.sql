{{ config(materialized='table') }}
-- A table, since every wall clock of staging is read through it.
-- Site.TimeZone is an IANA or a Windows name (its format is not documented); the user's own setting wins over both.
with sites as (
    select
        "SiteId" as site_id,
        trim("TimeZone") as zone_text
    from {{ source('mindbody', 'sites') }}
    where _deleted_at is null
),

configured as (
    {% for site, zone in var('site_zones').items() %}
    select cast({{ site }} as bigint) as site_id, '{{ zone }}' as zone_text
    {{ "union all" if not loop.last }}
    {% else %}
    select cast(null as bigint) as site_id, cast(null as varchar) as zone_text
    where false
    {% endfor %}
),

named as (
    select
        coalesce(configured.site_id, sites.site_id) as site_id,
        coalesce(configured.zone_text, sites.zone_text) as zone_text
    from sites
    full join configured on sites.site_id = configured.site_id
),

known as (
    select name from pg_timezone_names()
)

select
    named.site_id,
    named.zone_text,
    coalesce(windows_zones.iana_zone, known.name, 'UTC') as zone,
    coalesce(windows_zones.iana_zone, known.name) is not null as is_zone_known
from named
left join {{ ref('windows_zones') }} as windows_zones on named.zone_text = windows_zones.windows_zone
left join known on named.zone_text = known.name
