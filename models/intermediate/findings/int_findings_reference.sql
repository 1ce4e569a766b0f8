-- What is odd in the facts everything else leans on: zones, merges, map rows, clients nobody lists.
with sites as (
    select * from {{ ref('int_sites') }}
),

people as (
    select * from {{ ref('int_person') }}
),

lines as (
    select * from {{ ref('int_sale_lines') }}
),

categories as (
    select site_id, category_id from {{ ref('stg_mindbody__categories') }}
),

unknown_zone as (
    select
        'unknown_time_zone' as finding,
        'warn' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        'Time zone "' || coalesce(zone_text, '') || '" is not known: instants are worked out as if it were UTC. Set time_zones.'
            as detail,
        cast(null as decimal(18, 4)) as amount
    from sites
    where not is_zone_known
),

merge_circle as (
    select
        'client_merge_circle' as finding,
        'warn' as severity,
        site_id,
        'client' as entity,
        cast(client_unique_id as varchar) as entity_id,
        'Its merges lead back to itself; the smallest id of the circle stands for the person.' as detail,
        cast(null as decimal(18, 4)) as amount
    from people
    where is_merge_circle
),

unlisted_client as (
    select
        'unlisted_client' as finding,
        'info' as severity,
        lines.site_id,
        'client' as entity,
        lines.client_id as entity_id,
        count(distinct lines.sale_id) || ' sales by a client that is not listed.' as detail,
        sum(lines.total) as amount
    from lines
    where lines.client_id is not null
        and not exists (
            select 1 from people
            where people.site_id = lines.site_id and people.client_id = lines.client_id
        )
    group by lines.site_id, lines.client_id
),

unknown_category as (
    select
        'unknown_category' as finding,
        'info' as severity,
        lines.site_id,
        'category' as entity,
        cast(lines.category_id as varchar) as entity_id,
        count(*) || ' lines of a revenue category the site does not list.' as detail,
        sum(lines.total) as amount
    from lines
    where lines.category_id is not null
        and not exists (
            select 1 from categories
            where categories.site_id = lines.site_id and categories.category_id = lines.category_id
        )
    group by lines.site_id, lines.category_id
)

select * from unknown_zone
union all
select * from merge_circle
union all
select * from unlisted_client
union all
select * from unknown_category
