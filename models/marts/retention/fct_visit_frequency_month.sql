-- How often people come: by month, how many of those who came at all came just so often.
with attended as (
    select * from {{ ref('int_attended') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

data_start as (
    select * from {{ ref('int_data_start') }}
),

people as (
    select
        site_id,
        person_key,
        cast(date_trunc('month', local_date) as date) as month,
        count(*) as visits_n
    from attended
    group by site_id, person_key, date_trunc('month', local_date)
),

counts as (
    select
        site_id,
        month,
        visits_n,
        count(*) as people_n
    from people
    group by site_id, month, visits_n
),

months as (
    select
        counts.*,
        cast(
            least(last_day(counts.month), as_of.as_of_date)
            - if(date_trunc('month', data_start.data_start_date) = counts.month, data_start.data_start_date, counts.month)
            + 1 as integer
        ) as month_days,
        cast(sum(counts.visits_n * counts.people_n) over (partition by counts.site_id, counts.month) as bigint) as month_visits,
        cast(sum(counts.people_n) over (partition by counts.site_id, counts.month) as bigint) as month_people,
        last_day(counts.month) <= as_of.as_of_date as is_mature
    from counts
    inner join as_of on counts.site_id = as_of.site_id
    left join data_start on counts.site_id = data_start.site_id
)

select
    site_id,
    month,
    visits_n,
    people_n,
    month_days,
    month_visits,
    month_people,
    cast(30 * month_visits / (month_people * month_days) as decimal(18, 6)) as visits_per_active_30d,
    is_mature
from months
