-- Mindbody's Retention report for initial visits of a calendar month: who came again within so many days is "repeat", all others are
-- "new". The report counts whoever has come back by the hour it is run, so a month whose days are not over counts too low: is_mature
-- tells, and the matured columns look only at those whose days are over.
with people as (
    select * from {{ ref('int_first_returns') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

windows as (
    select cast(unnest({{ var('return_windows') }}) as integer) as window_days
),

returns as (
    {%- set qualifiers = {
        'any': 'returned_on',
        'same_staff': 'returned_to_staff_on',
        'same_location': 'returned_to_location_on',
        'same_staff_and_location': 'returned_to_both_on',
    } %}
    {%- for qualifier, day in qualifiers.items() %}
    select
        site_id,
        '{{ qualifier }}' as qualifier,
        first_visit_date,
        date_diff('day', first_visit_date, {{ day }}) as days_to_return
    from people
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- Those who began on one day and took as long to come back are counted once, before the windows multiply them.
alike as (
    select site_id, qualifier, first_visit_date, days_to_return, count(*) as people_n
    from returns
    group by all
),

judged as (
    select
        alike.*,
        windows.window_days,
        coalesce(alike.days_to_return <= windows.window_days, false) as is_repeat,
        date_diff('day', alike.first_visit_date, as_of.as_of_date) >= windows.window_days as is_over,
        as_of.as_of_date
    from alike
    inner join as_of on alike.site_id = as_of.site_id
    cross join windows
),

counted as (
    select
        site_id,
        cast(date_trunc('month', first_visit_date) as date) as initial_month,
        qualifier,
        window_days,
        as_of_date,
        cast(sum(people_n) as bigint) as initial_n,
        cast(coalesce(sum(people_n) filter (where is_repeat), 0) as bigint) as repeat_n,
        cast(coalesce(sum(people_n) filter (where is_over), 0) as bigint) as matured_n,
        cast(coalesce(sum(people_n) filter (where is_over and is_repeat), 0) as bigint) as matured_repeat_n
    from judged
    group by site_id, cast(date_trunc('month', first_visit_date) as date), qualifier, window_days, as_of_date
)

select
    site_id,
    initial_month,
    qualifier,
    window_days,
    initial_n,
    repeat_n,
    initial_n - repeat_n as new_n,
    cast(repeat_n / initial_n as decimal(9, 6)) as repeat_rate,
    cast((initial_n - repeat_n) / initial_n as decimal(9, 6)) as new_rate,
    matured_n,
    if(matured_n > 0, matured_repeat_n, null) as matured_repeat_n,
    cast(if(matured_n > 0, matured_repeat_n / matured_n, null) as decimal(9, 6)) as matured_repeat_rate,
    last_day(initial_month) + window_days <= as_of_date as is_mature
from counted
