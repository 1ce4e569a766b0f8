-- Beginnings and ends at three grains: each membership by itself (`contract`), a person in a program, a person over all programs
-- (`site`, program 0). Every event counts on its own day, also where a beginning and an end fall into one month.
with memberships as (
    select * from {{ ref('int_memberships') }} where not is_excluded_person
),

spells as (
    select * from {{ ref('int_membership_spells') }}
)

select
    'contract' as grain,
    site_id,
    program_id,
    started_on as local_date,
    if(predecessor_key is null, 'new', 'renewing') as event
from memberships
union all
select
    'contract',
    site_id,
    program_id,
    ended_on,
    coalesce(churn_kind, 'renewed')
from memberships
where ended_on is not null
union all
select
    scope,
    site_id,
    program_id,
    started_on,
    if(spell_no = 1, 'new', 'reactivated')
from spells
union all
select
    scope,
    site_id,
    program_id,
    ended_on,
    churn_kind
from spells
where ended_on is not null
