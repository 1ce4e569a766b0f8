{{ config(materialized='table') }}
-- Survivors that links tie together, directly or through others, with the one that stands for all of them: the smallest site and
-- id that is read. Each round passes the smallest found so far on to the neighbours, so that a round costs what still changes.
with recursive links as (
    select * from {{ ref('int_client_links') }}
),

read_profiles as (
    select distinct site_id, survivor_unique_id from {{ ref('int_client_survivors') }}
),

members as (
    select distinct
        links.site_id,
        links.survivor_unique_id,
        -- What is not read comes last.
        {
            'is_unread': read_profiles.site_id is null,
            'site_id': links.site_id,
            'unique_id': links.survivor_unique_id
        } as smallest
    from links
    left join read_profiles
        on links.site_id = read_profiles.site_id and links.survivor_unique_id = read_profiles.survivor_unique_id
),

found(site_id, survivor_unique_id, smallest) using key (site_id, survivor_unique_id) as (
    select site_id, survivor_unique_id, smallest from members
    union
    select
        links.other_site_id,
        links.other_survivor_unique_id,
        min(found.smallest) as smallest
    from found
    inner join links
        on found.site_id = links.site_id and found.survivor_unique_id = links.survivor_unique_id
    inner join recurring.found as known
        on links.other_site_id = known.site_id and links.other_survivor_unique_id = known.survivor_unique_id
    where found.smallest < known.smallest
    group by links.other_site_id, links.other_survivor_unique_id
)

select
    site_id,
    survivor_unique_id,
    smallest.site_id as person_site_id,
    smallest.unique_id as person_unique_id
from found
