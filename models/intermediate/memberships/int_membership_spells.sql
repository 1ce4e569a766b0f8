{{ config(materialized='table') }}
-- Spells of membership: a person's memberships put together, in each program and over all of them (scope `site`, program 0). A
-- gap of at most `renewal_grace_days` is none, so a spell that ended so few days before as_of still runs: it is in grace.
with memberships as (
    select
        *,
        case when is_in_grace then ends_on else ended_on end as over_on
    from {{ ref('int_memberships') }}
    where not is_excluded_person
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

scoped as (
    select 'program' as scope, * from memberships
    union all
    select 'site' as scope, * replace (0 as program_id) from memberships
),

reached as (
    select
        *,
        max(coalesce(over_on, date '9999-12-31')) over (
            partition by site_id, scope, program_id, person_key
            order by started_on, membership_key
            rows between unbounded preceding and 1 preceding
        ) as reached_on
    from scoped
),

numbered as (
    select
        *,
        count(*) filter (
            where reached_on is null or started_on > reached_on + {{ var('renewal_grace_days') }}
        ) over (
            partition by site_id, scope, program_id, person_key order by started_on, membership_key
        ) as spell_no
    from reached
),

spells as (
    select
        site_id,
        scope,
        program_id,
        person_key,
        spell_no,
        min(started_on) as started_on,
        if(bool_or(over_on is null), null, max(over_on)) as over_on,
        arg_min(membership_key, (started_on, membership_key)) as first_membership_key,
        -- Of memberships that ended the same day, the reason somebody gave goes before one that just ran out.
        arg_min(coalesce(churn_kind, 'expired'), (
            -date_diff('day', date '1970-01-01', over_on),
            coalesce(list_position(['terminated', 'returned', 'declined', 'expired'], end_reason), 5),
            membership_key
        )) as last_churn_kind
    from numbered
    group by site_id, scope, program_id, person_key, spell_no
),

graced as (
    select
        spells.*,
        coalesce(spells.over_on + {{ var('renewal_grace_days') }} > as_of.as_of_date, false) as is_in_grace,
        if(spells.over_on + {{ var('renewal_grace_days') }} > as_of.as_of_date, null, spells.over_on) as ended_on
    from spells
    inner join as_of on spells.site_id = as_of.site_id
)

select
    site_id,
    scope,
    program_id,
    person_key,
    spell_no,
    started_on,
    ended_on,
    case when ended_on is not null then last_churn_kind end as churn_kind,
    is_in_grace,
    first_membership_key
from graced
