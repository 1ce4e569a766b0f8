{{ config(materialized='table') }}
-- Memberships as told: who holds what since when, until when, and the day somebody put an end to it (closed_on). What had not
-- begun by the site's as_of is not there, nor a contract that was terminated before its first day.
with contracts as (
    select * from {{ ref('stg_mindbody__client_contracts') }}
),

programs as (
    select site_id, contract_id, program_id from {{ ref('int_contract_items') }} where item_no = 1
),

-- A contract that is no longer for sale is not listed; what was sold under it is.
sold_programs as (
    select site_id, contract_id, arg_min(program_id, sale_detail_id) as program_id
    from {{ ref('int_sale_lines') }}
    where contract_id is not null and program_id is not null
    group by site_id, contract_id
),

dunning as (
    select * from {{ ref('int_contract_dunning') }}
),

options as (
    select * from {{ ref('int_membership_options') }}
),

people as (
    select * from {{ ref('int_person_by_client_id') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

held as (
    select
        contracts.site_id,
        'contract-' || contracts.client_contract_id as membership_key,
        'contract' as source,
        contracts.client_contract_id,
        contracts.auto_renew_client_contract_id,
        contracts.client_id,
        cast(contracts.payer_client_id as varchar) as payer_client_id,
        contracts.contract_id,
        contracts.contract_name,
        coalesce(programs.program_id, sold_programs.program_id, 0) as program_id,
        contracts.origination_location_id as location_id,
        contracts.autopay_status,
        coalesce(contracts.is_month_to_month, false) as is_month_to_month,
        coalesce(contracts.start_date, contracts.agreement_date) as started_on,
        contracts.end_date as ends_on,
        contracts.termination_date as terminated_on,
        cast(null as date) as returned_on,
        dunning.dunning_since
    from contracts
    left join programs on contracts.site_id = programs.site_id and contracts.contract_id = programs.contract_id
    left join sold_programs
        on contracts.site_id = sold_programs.site_id and contracts.contract_id = sold_programs.contract_id
    left join dunning
        on contracts.site_id = dunning.site_id and contracts.client_contract_id = dunning.client_contract_id
    union all by name
    select
        site_id,
        'option-' || client_service_id as membership_key,
        'option' as source,
        client_id,
        payer_client_id,
        option_name as contract_name,
        coalesce(program_id, 0) as program_id,
        location_id,
        false as is_month_to_month,
        started_on,
        ends_on,
        returned_on
    from options
),

closed as (
    select
        held.*,
        as_of.as_of_date,
        case when held.terminated_on <= as_of.as_of_date then held.terminated_on end as gone_on,
        case when held.returned_on <= as_of.as_of_date then held.returned_on end as taken_back_on,
        case
            when held.dunning_since + {{ var('dunning_days') }} <= as_of.as_of_date
                then held.dunning_since + {{ var('dunning_days') }}
        end as lost_on
    from held
    inner join as_of on held.site_id = as_of.site_id and held.started_on <= as_of.as_of_date
    where coalesce(held.terminated_on >= held.started_on, true)
),

dated as (
    select
        *,
        least(gone_on, taken_back_on, lost_on) as closed_on
    from closed
)

select
    dated.site_id,
    dated.membership_key,
    dated.source,
    dated.client_contract_id,
    dated.auto_renew_client_contract_id,
    dated.client_id,
    people.client_unique_id,
    coalesce(people.person_key, dated.site_id || '-client-' || dated.client_id) as person_key,
    coalesce(people.is_excluded_person, false) as is_excluded_person,
    dated.payer_client_id,
    dated.contract_id,
    dated.contract_name,
    dated.program_id,
    dated.location_id,
    dated.autopay_status,
    dated.is_month_to_month,
    dated.started_on,
    case when dated.ends_on is not null then greatest(dated.ends_on, dated.started_on) end as ends_on,
    dated.terminated_on,
    dated.dunning_since,
    dated.closed_on,
    case dated.closed_on
        when dated.gone_on then 'terminated'
        when dated.taken_back_on then 'returned'
        when dated.lost_on then 'declined'
    end as closed_reason,
    dated.as_of_date
from dated
left join people on dated.site_id = people.site_id and dated.client_id = people.client_id
