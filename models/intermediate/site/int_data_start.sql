{{ config(materialized='table') }}
-- Where the data of each site begins: the counterpart of int_as_of. What somebody did before that day, nobody read.
with sites as (
    select site_id from {{ ref('int_sites') }}
),

happened as (
    select site_id, sale_local as at_local from {{ ref('stg_mindbody__sales') }}
    union all
    select site_id, start_local from {{ ref('stg_mindbody__class_visits') }} where signed_in and deleted_at is null
    union all
    select site_id, start_local from {{ ref('stg_mindbody__client_visits') }} where signed_in and deleted_at is null
)

select
    sites.site_id,
    cast(min(happened.at_local) as date) as data_start_date
from sites
left join happened on sites.site_id = happened.site_id
group by sites.site_id
