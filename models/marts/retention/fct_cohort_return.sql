-- Who came back within N days of a first, each person by their own days. since_start asks for a visit on any of the N days after the
-- first, bracket for one in the last 30 of them. A person counts once their N days are over at as_of, and if those were read.
with people as (
    select * from {{ ref('int_cohort_people') }} where scope <> 'all'
),

scopes as (
    select * from {{ ref('int_cohort_scopes') }} where site_id is not null
),

windows as (
    select cast(unnest({{ var('return_windows') }}) as integer) as window_days
),

days as (
    select distinct
        cast(site_id as varchar) as scope,
        person_key,
        local_date
    from {{ ref('int_attended') }}
),

looked_for as (
    select
        people.*,
        scopes.site_id,
        windows.window_days,
        people.first_date + windows.window_days as last_date,
        -- A membership may be older than all that was read: whether its holder came in its first days nobody knows.
        people.first_date + windows.window_days <= scopes.as_of_date
        and (people.cohort_type <> 'membership_start' or people.first_date >= scopes.data_start_date) as is_eligible
    from people
    inner join scopes on people.scope = scopes.scope
    cross join windows
),

-- The last visit of the window, if there is one, answers both forms.
found as (
    select
        looked_for.*,
        days.local_date as last_seen_date
    from looked_for
    asof left join days
        on looked_for.scope = days.scope
        and looked_for.person_key = days.person_key
        and looked_for.last_date >= days.local_date
),

forms as (
    select *, 'since_start' as form, last_seen_date > first_date as has_returned
    from found
    union all
    select *, 'bracket' as form, last_seen_date > last_date - 30 as has_returned
    from found
    where window_days >= 30
),

counted as (
    select
        site_id,
        cohort_type,
        cohort_month,
        form,
        window_days,
        count(*) as cohort_size,
        count(*) filter (where is_eligible) as eligible_n,
        count(*) filter (where is_eligible and has_returned) as returned_n
    from forms
    group by site_id, cohort_type, cohort_month, form, window_days
)

select
    site_id,
    cohort_type,
    cohort_month,
    form,
    window_days,
    cohort_size,
    eligible_n,
    if(eligible_n > 0, returned_n, null) as returned_n,
    cast(returned_n / nullif(eligible_n, 0) as decimal(9, 6)) as return_rate
from counted
