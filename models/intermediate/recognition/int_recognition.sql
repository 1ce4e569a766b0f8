{{ config(materialized='table') }}
-- One row per amount that leaves a deferral: a use, a day, an expiry. Amounts are differences of rounded totals, so they sum to
-- the price to the smallest unit. A use after the expiry takes its revenue out of the breakage booked then.
with deferrals as (
    select * from {{ ref('int_deferrals') }}
),

segments as (
    select * from {{ ref('int_deferral_segments') }}
),

progress as (
    select * from {{ ref('int_deferral_progress') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

stepped as (
    select
        progress.*,
        deferrals.breakage,
        deferrals.breakage_rate,
        deferrals.step_count,
        coalesce(progress.event_date > deferrals.closes_on, false) as is_late,
        segments.units,
        segments.from_step
    from progress
    inner join deferrals
        on progress.site_id = deferrals.site_id and progress.deferral_id = deferrals.deferral_id
    inner join segments
        on progress.site_id = segments.site_id
        and progress.deferral_id = segments.deferral_id
        and progress.event_date > coalesce(segments.after_date, date '0001-01-01')
        and progress.event_date <= coalesce(segments.until_date, date '9999-12-31')
),

used as (
    select
        *,
        {{ earned_through('units', 'step_after', 'from_step', 'step_count') }}
        - {{ earned_through('units', 'step_before', 'from_step', 'step_count') }} as revenue_units,
        {{ spent_through('units', 'step_after', 'from_step', 'step_count', 'breakage', 'breakage_rate') }}
        - {{ spent_through('units', 'step_before', 'from_step', 'step_count', 'breakage', 'breakage_rate') }} as spent_units
    from stepped
),

last_steps as (
    select
        deferrals.site_id,
        deferrals.deferral_id,
        max(progress.step_after) as step
    from deferrals
    inner join progress
        on deferrals.site_id = progress.site_id
        and deferrals.deferral_id = progress.deferral_id
        and progress.event_date <= deferrals.closes_on
    group by deferrals.site_id, deferrals.deferral_id
),

-- A return on the day of the expiry comes before it.
closed as (
    select
        deferrals.site_id,
        deferrals.deferral_id,
        deferrals.closes_on,
        deferrals.location_id,
        case
            when last_steps.step is null or last_steps.step <= segments.from_step then segments.units
            else segments.units - {{ spent_through(
                'segments.units', 'last_steps.step', 'segments.from_step', 'deferrals.step_count',
                'deferrals.breakage', 'deferrals.breakage_rate'
            ) }}
        end as breakage_units
    from deferrals
    inner join as_of on deferrals.site_id = as_of.site_id and deferrals.closes_on <= as_of.as_of_date
    inner join segments
        on deferrals.site_id = segments.site_id
        and deferrals.deferral_id = segments.deferral_id
        and deferrals.closes_on >= coalesce(segments.after_date, date '0001-01-01')
        and deferrals.closes_on < coalesce(segments.until_date, date '9999-12-31')
    left join last_steps
        on deferrals.site_id = last_steps.site_id and deferrals.deferral_id = last_steps.deferral_id
),

events as (
    select
        site_id,
        deferral_id,
        case when is_late then 'late_use' else event end as event,
        event_seq,
        visit_id,
        event_date,
        location_id,
        revenue_units,
        case when is_late then -revenue_units else spent_units - revenue_units end as breakage_units
    from used

    union all
    select
        site_id,
        deferral_id,
        'expiry' as event,
        cast(0 as bigint) as event_seq,
        cast(null as bigint) as visit_id,
        closes_on as event_date,
        location_id,
        0 as revenue_units,
        breakage_units
    from closed
)

select
    site_id,
    deferral_id,
    event,
    event_seq,
    visit_id,
    event_date,
    location_id,
    cast(revenue_units as hugeint) as revenue_units,
    cast(breakage_units as hugeint) as breakage_units
from events
where revenue_units <> 0 or breakage_units <> 0
