{{ config(materialized='table') }}
-- When the streams behind the report twins were read. A row keeps the time at which its version came, so reading began with the
-- oldest of them, and the newest reading is the cursor's, which moves although nothing has changed.
{%- set streams = [
    'sales', 'class_visits', 'client_visits', 'client_services', 'clients', 'client_account_balances', 'client_contracts',
    'transactions', 'payroll_scheduled_service_earnings'
] %}
with versions as (
    {%- for stream in streams %}
    select
        '{{ stream }}' as stream,
        site_id,
        min(extracted_at) as first_at,
        max(extracted_at) as last_at
    from {{ ref('stg_mindbody__' ~ stream) }}
    group by site_id
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

cursors as (
    select
        stream,
        site_id,
        max(updated_at) as last_at
    from {{ source('meta', 'cursors') }}
    where stream in ('{{ streams | join("', '") }}')
    group by stream, site_id
),

readings as (
    select
        coalesce(versions.stream, cursors.stream) as stream,
        coalesce(versions.site_id, cursors.site_id) as site_id,
        versions.first_at as read_since,
        coalesce(cursors.last_at, versions.last_at) as read_at
    from versions
    full join cursors on versions.stream = cursors.stream and versions.site_id = cursors.site_id
),

sites as (
    select site_id, zone from {{ ref('int_sites') }}
)

select
    readings.stream,
    readings.site_id,
    readings.read_since,
    readings.read_at,
    cast(timezone(coalesce(sites.zone, 'UTC'), timezone('UTC', readings.read_at)) as date) as read_on
from readings
left join sites on readings.site_id = sites.site_id
