{{ config(materialized='table') }}
-- One row per use or day of a deferral up to as_of, with the steps done before it and after it, in whole steps.
with deferrals as (
    select * from {{ ref('int_deferrals') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

uses as (
    select * from {{ ref('int_pass_uses') }}
),

-- A use before the sale (the desk books late) is earned on the day of the sale.
dated_uses as (
    select
        deferrals.site_id,
        deferrals.deferral_id,
        deferrals.step_count,
        deferrals.sold_on,
        uses.visit_id,
        uses.location_id,
        uses.start_local,
        uses.sessions,
        greatest(uses.local_date, deferrals.sold_on) as event_date
    from deferrals
    inner join uses
        on deferrals.site_id = uses.site_id and deferrals.client_service_id = uses.client_service_id
    where deferrals.method = 'per_use' and deferrals.step_count is not null and uses.sessions > 0
),

counted_uses as (
    select
        *,
        sum(sessions) over (
            partition by site_id, deferral_id
            order by event_date, start_local, visit_id
            rows between unbounded preceding and current row
        ) as used
    from dated_uses
),

slices as (
    select
        deferrals.*,
        as_of.as_of_date,
        -- Days of a suspension never count; without an end it goes on.
        coalesce(deferrals.suspended_until, date '9999-12-31') as suspended_to,
        case when deferrals.suspended_from is not null then greatest(deferrals.suspended_from, deferrals.starts_on) end
            as suspended_in
    from deferrals
    inner join as_of on deferrals.site_id = as_of.site_id
    where
        deferrals.method = 'per_day'
        and deferrals.starts_on is not null
        and deferrals.expires_on is not null
        and deferrals.closes_on is null
),

days as (
    select
        *,
        cast(unnest(generate_series(starts_on, least(expires_on, as_of_date), interval 1 day)) as date) as day
    from slices
    where day_count > 0
),

counted_days as (
    select
        site_id,
        deferral_id,
        location_id,
        day - starts_on + 1
        - case when suspended_to < day then greatest(suspended_to - suspended_in + 1, 0) else 0 end as day_no,
        greatest(day, sold_on) as event_date
    from days
    where suspended_in is null or day < suspended_in or day > suspended_to

    union all
    select
        site_id,
        deferral_id,
        location_id,
        1 as day_no,
        greatest(starts_on, expires_on, sold_on) as event_date
    from slices
    where day_count <= 0
),

progress as (
    select
        site_id,
        deferral_id,
        'visit' as event,
        cast(0 as bigint) as event_seq,
        visit_id,
        event_date,
        location_id,
        least(used - sessions, step_count) as step_before,
        least(used, step_count) as step_after,
        greatest(used - step_count, 0) as steps_beyond
    from counted_uses

    union all
    select
        site_id,
        deferral_id,
        'day' as event,
        day_no as event_seq,
        cast(null as bigint) as visit_id,
        event_date,
        location_id,
        day_no - 1 as step_before,
        day_no as step_after,
        0 as steps_beyond
    from counted_days
)

select
    progress.site_id,
    progress.deferral_id,
    progress.event,
    cast(progress.event_seq as bigint) as event_seq,
    progress.visit_id,
    progress.event_date,
    progress.location_id,
    cast(progress.step_before as bigint) as step_before,
    cast(progress.step_after as bigint) as step_after,
    cast(progress.steps_beyond as bigint) as steps_beyond
from progress
inner join as_of on progress.site_id = as_of.site_id and progress.event_date <= as_of.as_of_date
