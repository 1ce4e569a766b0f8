{{ config(materialized='table') }}
-- Why an entry of a closed period is no longer what was frozen. mapping: the same amounts on other accounts. policy: what it sells is
-- recognised by another policy than when it was last frozen. late_load: no frozen file knows the entry. late_edit: all else.
with compared as (
    select * from {{ ref('int_journal_compared') }}
),

changed as (
    select distinct site_id, basis, entry_id, event_period
    from {{ ref('int_journal_differences') }}
),

sides as (
    select compared.*
    from compared
    inner join changed using (site_id, basis, entry_id, event_period)
),

known as (
    select distinct site_id, basis, entry_id
    from compared
    where is_frozen
),

-- Entries whose roles hold other amounts than they did: the map alone cannot have moved them.
other_amounts as (
    select distinct site_id, basis, entry_id, event_period
    from (
        select site_id, basis, entry_id, event_period
        from sides
        group by
            site_id, basis, entry_id, event_period, location_id, posting_role, currency, service_category_id, tax_slot,
            payment_method_id
        having sum(live_units) <> sum(frozen_units)
    )
),

-- A policy is known by the pack or membership it is applied to, before there is one by the line sold.
live_versions as (
    select distinct
        site_id,
        {{ policy_subject() }} as subject,
        policy_version
    from {{ ref('int_journal_live') }}
    where policy_version is not null
),

frozen_versions as (
    select distinct
        site_id,
        {{ policy_subject() }} as subject,
        policy_version,
        period
    from {{ ref('stg_ledger__closed_lines') }}
    where policy_version is not null
    qualify period = max(period) over (partition by site_id, {{ policy_subject() }})
),

other_policies as (
    select site_id, subject
    from frozen_versions
    inner join live_versions using (site_id, subject)
    group by site_id, subject
    having count(*) filter (frozen_versions.policy_version = live_versions.policy_version) = 0
),

other_policy as (
    select distinct sides.site_id, sides.basis, sides.entry_id, sides.event_period
    from sides
    inner join other_policies on sides.site_id = other_policies.site_id and {{ policy_subject('sides') }} = other_policies.subject
)

select
    changed.site_id,
    changed.basis,
    changed.entry_id,
    changed.event_period,
    case
        when other_amounts.entry_id is null then 'mapping'
        when other_policy.entry_id is not null then 'policy'
        when known.entry_id is null then 'late_load'
        else 'late_edit'
    end as cause
from changed
left join other_amounts using (site_id, basis, entry_id, event_period)
left join other_policy using (site_id, basis, entry_id, event_period)
left join known using (site_id, basis, entry_id)
