-- A person's spells follow each other with more than the grace between them, and a renewed membership hands over to its successor
-- on the day that one begins.
with spells as (
    select
        site_id, scope, program_id, person_key, spell_no, started_on,
        lag(ended_on) over person as ended_before,
        lag(spell_no, 1, 0) over person as spell_before
    from {{ ref('int_membership_spells') }}
    window person as (partition by site_id, scope, program_id, person_key order by spell_no)
),

memberships as (
    select * from {{ ref('int_memberships') }}
)

select site_id, scope, program_id, person_key, cast(spell_no as varchar) as which
from spells
where spell_no <> spell_before + 1
    or (spell_no > 1 and coalesce(started_on <= ended_before + {{ var('renewal_grace_days') }}, true))
union all
select former.site_id, 'contract', former.program_id, former.person_key, former.membership_key
from memberships as former
left join memberships as next
    on former.site_id = next.site_id and former.successor_key = next.membership_key
where former.successor_key is not null
    and (next.predecessor_key is distinct from former.membership_key or former.ended_on is distinct from next.started_on)
