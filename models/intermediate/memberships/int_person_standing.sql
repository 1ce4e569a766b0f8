{{ config(materialized='table') }}
-- How members stand at as_of, all their running memberships put together. They leave when the last of them ends: on a day
-- somebody gave notice for, or with a term that nothing renews. A contract that renews itself, or goes on month by month, has no
-- such day.
with memberships as (
    select * from {{ ref('int_memberships') }} where not is_excluded_person and ended_on is null
),

contracts as (
    select
        site_id,
        'contract-' || client_contract_id as membership_key,
        client_id,
        start_date,
        termination_date,
        coalesce(auto_renewing, false) as is_auto_renewing
    from {{ ref('stg_mindbody__client_contracts') }}
),

people as (
    select site_id, client_id, person_key from {{ ref('int_person_by_client_id') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

-- Signed, and not yet begun.
signed as (
    select distinct
        contracts.site_id,
        people.person_key
    from contracts
    inner join people on contracts.site_id = people.site_id and contracts.client_id = people.client_id
    inner join as_of on contracts.site_id = as_of.site_id
    where contracts.start_date > as_of.as_of_date
        and coalesce(contracts.termination_date > contracts.start_date, true)
),

dated as (
    select
        memberships.*,
        as_of.as_of_date,
        signed.person_key is not null as is_signed_on,
        memberships.terminated_on > as_of.as_of_date as is_notice_given,
        case
            when memberships.terminated_on > as_of.as_of_date then least(memberships.terminated_on, memberships.ends_on)
            when not memberships.is_month_to_month and not coalesce(contracts.is_auto_renewing, false) then memberships.ends_on
        end as leaves_on,
        coalesce(
            memberships.suspended_from <= as_of.as_of_date
            and coalesce(memberships.suspended_until >= as_of.as_of_date, true),
            false
        ) as is_suspended
    from memberships
    inner join as_of on memberships.site_id = as_of.site_id
    left join contracts
        on memberships.site_id = contracts.site_id and memberships.membership_key = contracts.membership_key
    left join signed
        on memberships.site_id = signed.site_id and memberships.person_key = signed.person_key
),

-- Of several the one that lasts longest speaks for the person.
ranked as (
    select
        *,
        row_number() over (
            partition by site_id, person_key
            order by coalesce(leaves_on, date '9999-12-31') desc, started_on desc, membership_key
        ) as place
    from dated
)

select
    site_id,
    person_key,
    count(*) as memberships_n,
    min(started_on) as member_since,
    arg_min(membership_key, place) as membership_key,
    arg_min(contract_name, place) as membership_name,
    if(bool_or(is_signed_on) or bool_or(leaves_on is null), null, max(leaves_on)) as leaves_on,
    coalesce(arg_min(is_notice_given, place), false) as is_notice_given,
    min(dunning_since) as dunning_since,
    bool_and(is_suspended) as is_suspended,
    -- Whoever holds another one beside it may come.
    if(bool_and(is_suspended), min(suspended_from), null) as suspended_from,
    if(bool_and(is_suspended) and bool_and(suspended_until is not null), max(suspended_until), null) as suspended_until
from ranked
group by site_id, person_key
