{{ config(materialized='table') }}
-- How far the data of each site reaches. Never the machine's date, so that a rebuild gives the same marts: the newest sale or
-- signed-in visit has surely happened, a booking has not. The var `as_of` takes whole days and goes before.
with sites as (
    select site_id from {{ ref('int_sites') }}
),

happened as (
    select site_id, sale_local as at_local from {{ ref('stg_mindbody__sales') }}
    union all
    select site_id, start_local from {{ ref('stg_mindbody__class_visits') }} where signed_in and deleted_at is null
    union all
    select site_id, start_local from {{ ref('stg_mindbody__client_visits') }} where signed_in and deleted_at is null
),

reached as (
    select site_id, max(at_local) as at_local
    from happened
    group by site_id
)

select
    sites.site_id,
    {% if var('as_of') %}
    cast('{{ var('as_of') }}' as date) as as_of_date,
    cast('{{ var('as_of') }}' as timestamp) + interval 1 day - interval 1 second as as_of_local
    {% else %}
    cast(reached.at_local as date) as as_of_date,
    reached.at_local as as_of_local
    {% endif %}
from sites
left join reached on sites.site_id = reached.site_id
