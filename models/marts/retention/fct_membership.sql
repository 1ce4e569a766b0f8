-- Memberships held, one by one, with the end that counts and how they stand at as_of. No names: the client id leads the desk to
-- the person. Memberships of excluded persons are left out.
with memberships as (
    select * from {{ ref('int_memberships') }} where not is_excluded_person
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
)

select
    memberships.site_id,
    memberships.membership_key,
    memberships.source,
    memberships.client_id,
    memberships.person_key,
    memberships.payer_client_id,
    memberships.contract_id,
    memberships.contract_name,
    memberships.program_id,
    memberships.location_id,
    memberships.autopay_status,
    memberships.is_month_to_month,
    memberships.started_on,
    memberships.ends_on,
    memberships.terminated_on,
    memberships.ended_on,
    memberships.end_reason,
    memberships.churn_kind,
    case
        when memberships.ended_on is not null then 'ended'
        when memberships.is_in_grace then 'in_grace'
        when memberships.suspended_from <= as_of.as_of_date
            and coalesce(as_of.as_of_date <= memberships.suspended_until, true)
            then 'suspended'
        when memberships.dunning_since is not null then 'in_dunning'
        else 'running'
    end as standing,
    cast(coalesce(memberships.ended_on, as_of.as_of_date + 1) - memberships.started_on as integer) as days_held,
    memberships.suspended_from,
    memberships.suspended_until,
    memberships.dunning_since,
    memberships.predecessor_key,
    memberships.successor_key
from memberships
inner join as_of on memberships.site_id = as_of.site_id
