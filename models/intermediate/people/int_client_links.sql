-- Survivors of different sites that the organisation's own links call one person, once in each direction. Names and e-mails are
-- never compared: they made one person of two. Within a site only a merge does.
with profiles as (
    select * from {{ ref('int_client_survivors') }}
),

gone as (
    select * from {{ ref('base_mindbody__gone_clients') }}
),

-- A profile that was merged away is listed no more, but may be the one that was asked about; who is listed goes first.
named_profiles as (
    select site_id, client_id, client_unique_id, survivor_unique_id, merge_steps, true as is_listed
    from profiles
    where client_id is not null
    union all
    select gone.site_id, gone.client_id, gone.client_unique_id, profiles.survivor_unique_id, profiles.merge_steps, false
    from gone
    inner join profiles on gone.site_id = profiles.site_id and gone.client_unique_id = profiles.client_unique_id
    where gone.client_id is not null
),

profiles_by_client_id as (
    select *
    from named_profiles
    qualify row_number() over (
        partition by site_id, client_id order by is_listed desc, merge_steps, client_unique_id
    ) = 1
),

associations as (
    select *
    from {{ ref('stg_mindbody__cross_regional_client_associations') }}
    where associated_site_id <> site_id
),

links as (
    select distinct
        asked.site_id,
        asked.survivor_unique_id,
        associations.associated_site_id as other_site_id,
        -- A profile of a site that is not read has no merges that are known; it still may tie two others together.
        coalesce(told.survivor_unique_id, nullif(associations.client_unique_id, 0), named.survivor_unique_id)
            as other_survivor_unique_id
    from associations
    inner join profiles_by_client_id as asked
        on associations.site_id = asked.site_id and associations.asked_client_id = asked.client_id
    left join profiles as told
        on associations.associated_site_id = told.site_id and associations.client_unique_id = told.client_unique_id
    left join profiles_by_client_id as named
        on associations.associated_site_id = named.site_id and associations.client_id = named.client_id
)

select
    site_id,
    survivor_unique_id,
    other_site_id,
    other_survivor_unique_id
from links
where other_survivor_unique_id is not null
union
select
    other_site_id,
    other_survivor_unique_id,
    site_id,
    survivor_unique_id
from links
where other_survivor_unique_id is not null
