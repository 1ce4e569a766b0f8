-- The state of each person at a site on every day, as stretches of days: exactly one state a day, and steps from one to the next
-- only along the seed client_state_step. It begins where the site's data does: what somebody did before is not known.
with runs as (
    select * from {{ ref('int_client_runs') }}
),

first_dates as (
    select * from {{ ref('int_person_first_dates') }}
),

data_start as (
    select * from {{ ref('int_data_start') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

prospects as (
    select
        first_dates.site_id,
        first_dates.person_key,
        'prospect' as state,
        greatest(first_dates.first_profile_date, data_start.data_start_date) as from_date,
        coalesce(runs.run_start - 1, as_of.as_of_date) as until_date
    from first_dates
    inner join as_of on first_dates.site_id = as_of.site_id
    left join data_start on first_dates.site_id = data_start.site_id
    left join runs
        on first_dates.site_id = runs.site_id and first_dates.person_key = runs.person_key and runs.run_no = 1
    where first_dates.first_profile_date is not null
),

-- The states that follow from a run, each up to the next run or to the end of what is known; those that never came are empty.
parts as (
    select
        runs.site_id,
        runs.person_key,
        coalesce(runs.next_run_start - 1, as_of.as_of_date) as ends_on,
        unnest([
            {
                'state': if(runs.started_as = 'active', 'new', runs.started_as),
                'from_date': runs.run_start,
                'until_date': if(runs.started_as = 'active', runs.run_start, runs.run_start + {{ state_days('new_days') }}) - 1
            },
            {
                'state': 'active',
                'from_date': if(runs.started_as = 'active', runs.run_start, runs.run_start + {{ state_days('new_days') }}),
                'until_date': runs.at_risk_from - 1
            },
            {'state': 'at_risk', 'from_date': runs.at_risk_from, 'until_date': runs.lapsed_from - 1},
            {'state': 'lapsed', 'from_date': runs.lapsed_from, 'until_date': date '9999-12-31'}
        ]) as part
    from runs
    inner join as_of on runs.site_id = as_of.site_id
),

spans as (
    select site_id, person_key, state, from_date, until_date
    from prospects
    union all
    select
        site_id,
        person_key,
        part.state,
        part.from_date,
        least(part.until_date, ends_on) as until_date
    from parts
)

select
    spans.site_id,
    spans.person_key,
    spans.from_date,
    spans.until_date,
    spans.state,
    lag(spans.state) over (partition by spans.site_id, spans.person_key order by spans.from_date) as entered_from,
    spans.until_date = as_of.as_of_date as is_current,
    coalesce(
        case spans.state
            when 'prospect' then first_dates.first_profile_date < data_start.data_start_date
            when 'new' then first_dates.is_attended_censored
        end,
        false
    ) as is_censored
from spans
inner join as_of on spans.site_id = as_of.site_id
left join data_start on spans.site_id = data_start.site_id
left join first_dates on spans.site_id = first_dates.site_id and spans.person_key = first_dates.person_key
where spans.from_date <= spans.until_date
