-- Every day from the first to the last that anything of any site falls on, whole years.
with days as (
    select local_date from {{ ref('int_sale_lines') }}
    union all
    select cast(start_local as date) from {{ ref('int_visits_deduped') }}
    union all
    select cast(start_local as date) from {{ ref('stg_mindbody__classes') }}
    union all
    -- Adjustments are booked on the first open day, which may be the first of a year nothing happened in yet.
    select first_open_on from {{ ref('int_book_periods') }}
    union all
    -- Options expire without anybody coming, up to the day that the data reaches: it may lie in a year of its own.
    select as_of_date from {{ ref('int_as_of') }}
),

span as (
    select
        date_trunc('year', min(local_date)) as first_day,
        date_trunc('year', max(local_date)) + interval 1 year as end_day
    from days
),

calendar as (
    select cast(unnest(range(first_day, end_day, interval 1 day)) as date) as date_day
    from span
)

select
    date_day,
    cast(year(date_day) as integer) as year,
    cast(quarter(date_day) as integer) as quarter,
    cast(date_trunc('month', date_day) as date) as month,
    cast(date_trunc('week', date_day) as date) as week,
    cast(isodow(date_day) as integer) as weekday,
    dayname(date_day) as weekday_name,
    isodow(date_day) >= 6 as is_weekend
from calendar
