-- People stay nameless here: no name, address, e-mail, phone or birth date.
with clients as (
    select * from {{ ref('stg_mindbody__clients') }}
),

people as (
    select * from {{ ref('int_person') }}
),

merges as (
    select site_id, client_unique_id, merge_path from {{ ref('int_client_survivors') }}
)

select
    clients.site_id,
    clients.client_unique_id,
    clients.client_id,
    people.person_key,
    people.survivor_unique_id,
    people.survivor_unique_id <> clients.client_unique_id as is_merged_away,
    merges.merge_path,
    people.is_excluded_person,
    coalesce(clients.is_active, false) as is_active,
    coalesce(clients.is_prospect, false) as is_prospect,
    coalesce(clients.is_company, false) as is_company,
    clients.client_status,
    clients.gender,
    cast(clients.home_location ->> '$.Id' as bigint) as home_location_id,
    clients.creation_local as created_at_local,
    cast(clients.creation_local as date) as created_date,
    clients.account_balance
from clients
inner join people
    on clients.site_id = people.site_id and clients.client_unique_id = people.client_unique_id
inner join merges
    on clients.site_id = merges.site_id and clients.client_unique_id = merges.client_unique_id
