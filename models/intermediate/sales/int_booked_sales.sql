{{ config(materialized='table') }}
-- One row per sale that is booked: its day and the location it belongs to. A sale without a day, or after the last day the data
-- reach, is not booked. A sale of the online store stays there, or goes to its client's home location (var online_store).
with sales as (
    select * from {{ ref('stg_mindbody__sales') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

homes as (
    select
        site_id,
        client_id,
        min(cast(home_location ->> '$.Id' as bigint)) as location_id
    from {{ ref('stg_mindbody__clients') }}
    group by site_id, client_id
)

select
    sales.site_id,
    sales.sale_id,
    sales.client_id,
    cast(coalesce(
        {% if var('online_store') == 'home_location' -%}
        if(sales.location_id = {{ var('online_location_id') }}, homes.location_id, null),
        {%- endif %}
        sales.location_id,
        0
    ) as bigint) as location_id,
    cast(sales.sale_local as date) as local_date,
    sales.sale_local
from sales
inner join as_of on sales.site_id = as_of.site_id and cast(sales.sale_local as date) <= as_of.as_of_date
left join homes on sales.site_id = homes.site_id and sales.client_id = homes.client_id
