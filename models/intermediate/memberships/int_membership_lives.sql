{{ config(materialized='table') }}
-- How long people stay members: the first spell of each. An end counts once the grace after it is over, so what is seen ends
-- `renewal_grace_days` before as_of: in days after that nobody could be seen to leave. It begins where the data does: who was a
-- member by then is seen from that day on (entry_day), and who had left by then is not seen at all.
with spells as (
    select * from {{ ref('int_membership_spells') }} where scope = 'site' and spell_no = 1
),

memberships as (
    select * from {{ ref('int_memberships') }}
),

as_of as (
    select site_id, as_of_date - {{ var('renewal_grace_days') }} as observed_until from {{ ref('int_as_of') }}
),

data_start as (
    select * from {{ ref('int_data_start') }}
),

lives as (
    select
        spells.site_id,
        spells.person_key,
        spells.started_on,
        spells.ended_on,
        as_of.observed_until,
        greatest(0, data_start.data_start_date - spells.started_on) as entry_day,
        coalesce(spells.ended_on, as_of.observed_until) - spells.started_on as duration_days,
        spells.ended_on is not null as is_event,
        memberships.contract_name,
        memberships.program_id,
        memberships.location_id,
        year(spells.started_on) || '-Q' || quarter(spells.started_on) as start_quarter
    from spells
    inner join as_of on spells.site_id = as_of.site_id
    inner join data_start on spells.site_id = data_start.site_id
    left join memberships
        on spells.site_id = memberships.site_id and spells.first_membership_key = memberships.membership_key
)

select
    site_id,
    person_key,
    started_on,
    ended_on,
    observed_until,
    cast(entry_day as integer) as entry_day,
    cast(duration_days as integer) as duration_days,
    is_event,
    contract_name,
    program_id,
    location_id,
    start_quarter
from lives
where duration_days >= 0 and (entry_day = 0 or duration_days > entry_day)
