{{ config(materialized='table') }}
-- Memberships held, with the end that counts. A renewed one ends where the next begins, so that days between the two are no gap
-- and days of both count once; one past its told end waits `renewal_grace_days` for a successor before it has expired.
with terms as (
    select * from {{ ref('int_membership_terms') }}
),

renewals as (
    select * from {{ ref('int_membership_renewals') }}
),

suspensions as (
    select
        site_id,
        client_unique_id,
        {{ read_date("suspension_info ->> '$.SuspensionStartDate'") }} as suspended_from,
        {{ read_date("suspension_info ->> '$.SuspensionEndDate'") }} as suspended_until
    from {{ ref('stg_mindbody__clients') }}
),

-- Ended by somebody up to its told end, or run out.
ends as (
    select
        terms.*,
        renewals.successor_key,
        renewals.renewed_on,
        former.membership_key as predecessor_key,
        case when coalesce(terms.closed_on <= terms.ends_on, true) then terms.closed_on end as cut_on,
        terms.ends_on + {{ var('renewal_grace_days') }} <= terms.as_of_date as is_past_grace
    from terms
    left join renewals
        on terms.site_id = renewals.site_id and terms.membership_key = renewals.membership_key
    left join renewals as former
        on terms.site_id = former.site_id and terms.membership_key = former.successor_key
),

ended as (
    select
        *,
        case
            when successor_key is not null then renewed_on
            when cut_on is not null then cut_on
            when is_past_grace then ends_on
        end as ended_on,
        case
            when successor_key is not null then 'renewed'
            when cut_on is not null then closed_reason
            when is_past_grace then 'expired'
        end as end_reason
    from ends
),

suspended as (
    select
        ended.*,
        suspensions.suspended_from is not null
        and greatest(suspensions.suspended_from, ended.started_on)
        <= least(
            coalesce(suspensions.suspended_until, date '9999-12-31'), coalesce(ended.ended_on - 1, date '9999-12-31')
        ) as is_suspended,
        suspensions.suspended_from,
        suspensions.suspended_until
    from ended
    left join suspensions
        on ended.site_id = suspensions.site_id and ended.client_unique_id = suspensions.client_unique_id
)

select
    site_id,
    membership_key,
    source,
    client_id,
    person_key,
    is_excluded_person,
    payer_client_id,
    contract_id,
    contract_name,
    program_id,
    location_id,
    autopay_status,
    is_month_to_month,
    started_on,
    ends_on,
    terminated_on,
    dunning_since,
    -- Of a renewal the day is kept on which it began under the former one, or it would begin anew.
    case
        when is_suspended and predecessor_key is not null then suspended_from
        when is_suspended then greatest(suspended_from, started_on)
    end as suspended_from,
    case when is_suspended then least(suspended_until, ended_on - 1) end as suspended_until,
    predecessor_key,
    successor_key,
    ended_on,
    end_reason,
    case
        when end_reason in ('terminated', 'returned') then 'voluntary'
        when end_reason = 'declined' then 'involuntary'
        when end_reason = 'expired' then 'expired'
    end as churn_kind,
    coalesce(ended_on is null and ends_on <= as_of_date, false) as is_in_grace
from suspended
