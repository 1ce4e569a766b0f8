{{ config(materialized='table') }}
-- One row per client profile with the person behind it: through merges, and over sites where the organisation links profiles.
-- A person one of whose profiles is excluded is excluded with all of them: a house account merged into another stays one.
with profiles as (
    select * from {{ ref('int_client_survivors') }}
),

linked as (
    select * from {{ ref('int_linked_persons') }}
),

-- A profile that was merged away is not listed any more, yet its client id may be the one that is excluded, unless the id was
-- given to somebody else since.
gone as (
    select *
    from {{ ref('base_mindbody__gone_clients') }} as gone_clients
    where not exists (
        select 1 from profiles
        where profiles.site_id = gone_clients.site_id and profiles.client_id = gone_clients.client_id
    )
),

excluded as (
    select site_id, client_id from {{ ref('stg_finance__excluded_person') }}
),

persons as (
    select
        profiles.*,
        coalesce(linked.person_site_id, profiles.site_id)
        || '-'
        || coalesce(linked.person_unique_id, profiles.survivor_unique_id) as person_key,
        excluded.client_id is not null as is_excluded_profile
    from profiles
    left join linked
        on profiles.site_id = linked.site_id and profiles.survivor_unique_id = linked.survivor_unique_id
    left join gone
        on profiles.site_id = gone.site_id and profiles.client_unique_id = gone.client_unique_id
    left join excluded
        on profiles.site_id = excluded.site_id and coalesce(profiles.client_id, gone.client_id) = excluded.client_id
)

select
    site_id,
    client_unique_id,
    client_id,
    survivor_unique_id,
    person_key,
    merge_steps,
    is_merge_circle,
    bool_or(is_excluded_profile) over (partition by person_key) as is_excluded_person
from persons
