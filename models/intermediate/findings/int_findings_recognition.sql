-- What is odd in deferred sales: no end, an end that was moved, more uses than were sold, uses nobody sold.
with deferrals as (
    select * from {{ ref('int_deferrals') }}
),

progress as (
    select * from {{ ref('int_deferral_progress') }}
),

unlinked as (
    select * from {{ ref('fct_unlinked_visit') }}
),

named as (
    select
        *,
        'deferral' as entity,
        {{ from_units('units', 'currency') }} as amount
    from deferrals
),

no_expiry as (
    select
        'no_expiry' as finding,
        'warn' as severity,
        site_id,
        entity,
        deferral_id as entity_id,
        'Earned by the day, and neither the site nor its policy says until when: the money stays deferred. Set expiry_days.'
            as detail,
        amount
    from named
    where method = 'per_day' and expires_on is null and starts_on is not null and units <> 0
),

no_count as (
    select
        'no_count' as finding,
        'warn' as severity,
        site_id,
        entity,
        deferral_id as entity_id,
        case
            when client_service_id is null
                then 'Earned by the use, and its sale names no pricing option that uses could name: nothing is earned before it'
                || ' expires.'
            else 'Earned by the use, and nothing says how many it holds: nothing is earned before it expires.'
        end as detail,
        amount
    from named
    where method = 'per_use' and (step_count is null or client_service_id is null) and units <> 0
),

expiry_redated as (
    select
        'expiry_redated' as finding,
        'info' as severity,
        site_id,
        entity,
        deferral_id as entity_id,
        'Registered to end on ' || registered_on || ', now told as ' || told_on || '; booked until ' || expires_on || '.'
            as detail,
        amount
    from named
    where told_on <> registered_on
),

use_beyond_count as (
    select
        'use_beyond_count' as finding,
        'info' as severity,
        site_id,
        'deferral' as entity,
        deferral_id as entity_id,
        max(steps_beyond) || ' sessions were taken beyond those that were sold; they earn nothing.' as detail,
        cast(max(steps_beyond) as decimal(18, 4)) as amount
    from progress
    where steps_beyond > 0
    group by site_id, deferral_id
),

use_without_sale as (
    select
        'use_without_sale' as finding,
        'info' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        count(*) || ' visits took a session that no sale is known for ('
        || count(*) filter (where reason = 'no_service') || ' name no pricing option, '
        || count(*) filter (where reason = 'unknown_holding') || ' one that is not listed, '
        || count(*) filter (where reason = 'holding_without_sale') || ' one without its sale).' as detail,
        cast(count(*) as decimal(18, 4)) as amount
    from unlinked
    group by site_id
)

select * from no_expiry
union all
select * from no_count
union all
select * from expiry_redated
union all
select * from use_beyond_count
union all
select * from use_without_sale
