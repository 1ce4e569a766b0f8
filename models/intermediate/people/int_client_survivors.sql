{{ config(materialized='table') }}
-- One row per client profile with the profile it ended up in: the survivor at the end of its chain of merges. A merge has a
-- direction; a circle of merges (a user's file can hold one) ends at its smallest id and is reported by data_quality.
with recursive merges as (
    select
        site_id,
        removed_unique_id,
        kept_unique_id
    from {{ source('ledger', 'client_merge') }}
    where removed_unique_id <> kept_unique_id
    qualify row_number() over (partition by site_id, removed_unique_id order by merged_at desc, kept_unique_id) = 1
),

chains as (
    select
        site_id,
        removed_unique_id as client_unique_id,
        kept_unique_id as survivor_unique_id,
        [removed_unique_id, kept_unique_id] as path,
        false as is_circle
    from merges
    union all
    select
        chains.site_id,
        chains.client_unique_id,
        merges.kept_unique_id,
        list_append(chains.path, merges.kept_unique_id),
        list_contains(chains.path, merges.kept_unique_id)
    from chains
    inner join merges
        on chains.site_id = merges.site_id and chains.survivor_unique_id = merges.removed_unique_id
    where not chains.is_circle
),

survivors as (
    select
        site_id,
        client_unique_id,
        case when is_circle then list_min(path[list_position(path, survivor_unique_id):]) else survivor_unique_id end
            as survivor_unique_id,
        is_circle,
        len(path) - 1 as merge_steps,
        array_to_string(path, ' > ') as merge_path
    from chains
    qualify row_number() over (partition by site_id, client_unique_id order by len(path) desc) = 1
),

clients as (
    select site_id, client_unique_id, client_id from {{ ref('stg_mindbody__clients') }}
)

select
    coalesce(clients.site_id, survivors.site_id) as site_id,
    coalesce(clients.client_unique_id, survivors.client_unique_id) as client_unique_id,
    clients.client_id,
    coalesce(survivors.survivor_unique_id, clients.client_unique_id) as survivor_unique_id,
    coalesce(survivors.merge_steps, 0) as merge_steps,
    survivors.merge_path,
    coalesce(survivors.is_circle, false) as is_merge_circle
from clients
full join survivors
    on clients.site_id = survivors.site_id and clients.client_unique_id = survivors.client_unique_id
