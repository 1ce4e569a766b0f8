{{ config(materialized='table') }}
-- What a site's rows need to be read: currency, tax style, zone. XXX is ISO 4217 for "no currency". A table, for DuckDB takes the
-- view for as many rows as there are visits, and hashes the other side of every join with it.
with sites as (
    select * from {{ ref('stg_mindbody__sites') }}
),

zones as (
    select * from {{ ref('base_mindbody__site_zones') }}
),

seen as (
    select distinct site_id from {{ ref('stg_mindbody__sales') }}
    union
    select distinct site_id from {{ ref('stg_mindbody__class_visits') }}
    union
    select distinct site_id from {{ ref('stg_mindbody__client_visits') }}
    union
    select site_id from sites
)

select
    seen.site_id,
    coalesce(sites.site_name, 'Site ' || seen.site_id) as site_name,
    coalesce(nullif(upper(trim(sites.currency_iso_code)), ''), 'XXX') as currency,
    sites.country_code,
    coalesce(sites.tax_inclusive_prices, false) as is_tax_inclusive,
    coalesce(zones.zone, 'UTC') as zone,
    coalesce(zones.is_zone_known, false) as is_zone_known,
    zones.zone_text
from seen
left join sites on seen.site_id = sites.site_id
left join zones on seen.site_id = zones.site_id
