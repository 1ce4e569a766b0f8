-- How members stand on the last day of each month (the running month: on as_of): suspended, in dunning, or covered, that is with
-- a membership that has not come to its told end. A person is suspended when every membership that covers them is.
with memberships as (
    select
        site_id,
        program_id,
        person_key,
        started_on,
        ended_on,
        suspended_from,
        suspended_until,
        dunning_since,
        case
            when is_in_grace then ends_on
            when end_reason = 'renewed' then least(ended_on, ends_on)
            else ended_on
        end as covers_until
    from {{ ref('int_memberships') }}
    where not is_excluded_person
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

months as (
    select
        memberships.*,
        as_of.as_of_date,
        unnest(range(
            date_trunc('month', memberships.started_on),
            date_trunc('month', least(memberships.ended_on, as_of.as_of_date)) + interval 1 month,
            interval 1 month
        )) as month_start
    from memberships
    inner join as_of on memberships.site_id = as_of.site_id
),

days as (
    select
        *,
        cast(month_start as date) as month,
        least(last_day(month_start), as_of_date) as day
    from months
),

-- Dunning that ended with a payment is not known any more; of what is known, the days until the membership counts as lost.
standing as (
    select
        site_id,
        program_id,
        person_key,
        month,
        coalesce(day < covers_until, true) as is_covered,
        coalesce(suspended_from <= day and coalesce(day <= suspended_until, true), false) as is_suspended,
        coalesce(suspended_from <= day and coalesce(day <= suspended_until, true), false)
        and day - suspended_from + 1 > {{ var('long_suspension_days') }} as is_long_suspended,
        coalesce(dunning_since <= day, false) as is_in_dunning
    from days
    where started_on <= day and coalesce(day < ended_on, true)
),

scoped as (
    select 'program' as grain, * from standing
    union all
    select 'site' as grain, * replace (0 as program_id) from standing
),

people as (
    select
        grain,
        site_id,
        program_id,
        person_key,
        month,
        bool_or(is_covered) as is_covered,
        bool_and(is_suspended) filter (where is_covered) as is_suspended,
        bool_and(is_long_suspended) filter (where is_covered) as is_long_suspended,
        bool_or(is_in_dunning) as is_in_dunning
    from scoped
    group by grain, site_id, program_id, person_key, month
),

stood as (
    select grain, site_id, program_id, month, is_covered, is_suspended, is_long_suspended, is_in_dunning
    from people
    union all
    select 'contract', site_id, program_id, month, is_covered, is_suspended, is_long_suspended, is_in_dunning
    from standing
)

select
    grain,
    site_id,
    program_id,
    month,
    count(*) filter (where is_covered) as covered_n,
    count(*) filter (where is_covered and is_suspended) as suspended_n,
    count(*) filter (where is_covered and is_long_suspended) as long_suspended_n,
    count(*) filter (where is_in_dunning) as in_dunning_n
from stood
group by grain, site_id, program_id, month
