-- Each person has one state a month, from the month they were first known to that of as_of, and it is that of its last day.
with months as (
    select
        months.site_id,
        months.person_key,
        months.month,
        months.state,
        spans.state as state_of_day
    from {{ ref('fct_client_state_month') }} as months
    inner join {{ ref('int_as_of') }} as as_of on months.site_id = as_of.site_id
    left join {{ ref('fct_client_state_span') }} as spans
        on months.site_id = spans.site_id
        and months.person_key = spans.person_key
        and least(last_day(months.month), as_of.as_of_date) between spans.from_date and spans.until_date
),

known as (
    select
        site_id,
        person_key,
        date_diff('month', min(from_date), max(until_date)) + 1 as months_n
    from {{ ref('fct_client_state_span') }}
    group by site_id, person_key
),

counted as (
    select
        site_id,
        person_key,
        count(*) as months_n,
        count(*) filter (where state is distinct from state_of_day) as other_n
    from months
    group by site_id, person_key
)

select
    site_id,
    person_key,
    known.months_n as expected_n,
    counted.months_n,
    counted.other_n
from known
full join counted using (site_id, person_key)
where known.months_n is distinct from counted.months_n or counted.other_n > 0
