{{ config(materialized='table') }}
-- One row per client profile with the person behind it: the survivor at the end of its chain of merges.
-- A circle of merges (a user's file can hold one) ends at its smallest id and is reported by data_quality.
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
        len(path) - 1 as merge_steps
    from chains
    qualify row_number() over (partition by site_id, client_unique_id order by len(path) desc) = 1
),

profiles as (
    select site_id, client_unique_id, client_id
    from {{ ref('stg_mindbody__clients') }}
    union
    select site_id, client_unique_id, cast(null as varchar)
    from survivors
    where not exists (
        select 1
        from {{ ref('stg_mindbody__clients') }} as clients
        where clients.site_id = survivors.site_id and clients.client_unique_id = survivors.client_unique_id
    )
),

excluded as (
    select site_id, client_id, reason from {{ ref('stg_finance__excluded_person') }}
)

select
    profiles.site_id,
    profiles.client_unique_id,
    profiles.client_id,
    coalesce(survivors.survivor_unique_id, profiles.client_unique_id) as survivor_unique_id,
    profiles.site_id || '-' || coalesce(survivors.survivor_unique_id, profiles.client_unique_id) as person_key,
    coalesce(survivors.merge_steps, 0) as merge_steps,
    coalesce(survivors.is_circle, false) as is_merge_circle,
    excluded.client_id is not null as is_excluded_person
from profiles
left join survivors
    on profiles.site_id = survivors.site_id and profiles.client_unique_id = survivors.client_unique_id
left join excluded
    on profiles.site_id = excluded.site_id and profiles.client_id = excluded.client_id
