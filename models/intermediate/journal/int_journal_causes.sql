{{ config(materialized='table') }}
-- Why an entry of a closed period is no longer what was frozen. mapping: the same amounts on other accounts, or into or out of
-- SUSPENSE by a rule of the map. policy: what it sells is recognised by another policy than when it was last frozen, or by one
-- where there was none. late_load: no frozen file knows what happened. late_edit: all else.
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

-- A sale has an entry on each basis, and one for each day or expiry of what it sold: where one file knows it, none of them was
-- loaded late. Visits and transactions are read by themselves.
known_sales as (
    select distinct site_id, sale_id
    from {{ ref('stg_ledger__closed_lines') }}
    where sale_id is not null
),

of_known_sales as (
    select distinct sides.site_id, sides.basis, sides.entry_id
    from sides
    inner join known_sales on sides.site_id = known_sales.site_id and sides.sale_id = known_sales.sale_id
    where sides.source_type in ('sale', 'day', 'expiry')
),

-- Lines that waited for a rule or a policy when they were frozen and do so no longer, or the other way round, for the same sum.
rebooked as (
    select
        site_id,
        basis,
        entry_id,
        event_period,
        sale_id,
        sale_detail_id,
        max(case
            when starts_with(memo, {{ suspense_text("'unmapped'") }}) then 'mapping'
            when starts_with(memo, {{ suspense_text("'no_policy'") }}) then 'policy'
        end) filter (posting_role = 'SUSPENSE') as cause
    from sides
    where sale_detail_id is not null
    group by site_id, basis, entry_id, event_period, sale_id, sale_detail_id
    having sum(live_units) = sum(frozen_units)
        and (coalesce(sum(live_units) filter (posting_role = 'SUSPENSE'), 0) = 0)
        <> (coalesce(sum(frozen_units) filter (posting_role = 'SUSPENSE'), 0) = 0)
        and cause is not null
),

rebooked_entries as (
    select site_id, basis, entry_id, event_period, max(cause) as cause
    from rebooked
    group by site_id, basis, entry_id, event_period
),

-- Uses, days and expiry of such a line come and go with it.
following as (
    select sides.site_id, sides.basis, sides.entry_id, sides.event_period, max(rebooked.cause) as cause
    from sides
    inner join rebooked
        on sides.site_id = rebooked.site_id
        and sides.basis = rebooked.basis
        and sides.sale_id = rebooked.sale_id
        and sides.sale_detail_id = rebooked.sale_detail_id
    where sides.source_type in ('visit', 'late_use', 'day', 'expiry')
    group by sides.site_id, sides.basis, sides.entry_id, sides.event_period
),

-- Entries whose roles hold other amounts than they did, beside such lines: the map alone cannot have moved them.
other_amounts as (
    select distinct site_id, basis, entry_id, event_period
    from (
        select sides.site_id, sides.basis, sides.entry_id, sides.event_period
        from sides
        left join rebooked
            on sides.site_id = rebooked.site_id
            and sides.basis = rebooked.basis
            and sides.entry_id = rebooked.entry_id
            and sides.event_period = rebooked.event_period
            and sides.sale_detail_id = rebooked.sale_detail_id
        where rebooked.entry_id is null
        group by
            sides.site_id, sides.basis, sides.entry_id, sides.event_period, sides.location_id, sides.posting_role, sides.currency,
            sides.service_category_id, sides.tax_slot, sides.payment_method_id
        having sum(sides.live_units) <> sum(sides.frozen_units)
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
    -- Cash received knows no policy.
    where sides.basis = 'earned'
)

select
    changed.site_id,
    changed.basis,
    changed.entry_id,
    changed.event_period,
    case
        when other_amounts.entry_id is null then coalesce(rebooked_entries.cause, 'mapping')
        when following.cause is not null then following.cause
        when other_policy.entry_id is not null then 'policy'
        when known.entry_id is null and of_known_sales.entry_id is null then 'late_load'
        else 'late_edit'
    end as cause
from changed
left join other_amounts using (site_id, basis, entry_id, event_period)
left join other_policy using (site_id, basis, entry_id, event_period)
left join rebooked_entries using (site_id, basis, entry_id, event_period)
left join following using (site_id, basis, entry_id, event_period)
left join known using (site_id, basis, entry_id)
left join of_known_sales using (site_id, basis, entry_id)
