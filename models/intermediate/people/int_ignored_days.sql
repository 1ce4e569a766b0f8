{{ config(materialized='table') }}
-- Days on which nobody could expect a person: their bookings were suspended, or the site was closed for long. They are no gap in
-- anybody's visits. Days are inclusive, and stretches that overlap or touch are one. The counted date is the calendar without
-- ignored days, counted from the same origin: it stands still during a stretch.
with came as (
    select distinct site_id, person_key from {{ ref('int_attended') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

clients as (
    select
        site_id,
        client_unique_id,
        {{ read_date("suspension_info ->> '$.SuspensionStartDate'") }} as from_date,
        {{ read_date("suspension_info ->> '$.SuspensionEndDate'") }} as until_date
    from {{ ref('stg_mindbody__clients') }}
),

people as (
    select site_id, client_unique_id, person_key from {{ ref('int_person') }}
),

closures as (
    select site_id, from_date, until_date
    from {{ ref('int_site_closures') }}
    where until_date - from_date + 1 > {{ var('closure_days') }}
),

told as (
    select
        people.site_id,
        people.person_key,
        clients.from_date,
        -- Without an end it goes on.
        coalesce(clients.until_date, date '9999-12-31') as until_date
    from clients
    inner join people on clients.site_id = people.site_id and clients.client_unique_id = people.client_unique_id
    inner join came on people.site_id = came.site_id and people.person_key = came.person_key
    where clients.from_date is not null
    union all
    select
        came.site_id,
        came.person_key,
        closures.from_date,
        closures.until_date
    from closures
    inner join came on closures.site_id = came.site_id
),

passed as (
    select
        told.site_id,
        told.person_key,
        told.from_date,
        least(told.until_date, as_of.as_of_date) as until_date
    from told
    inner join as_of on told.site_id = as_of.site_id
    where told.from_date <= least(told.until_date, as_of.as_of_date)
),

begun as (
    select
        *,
        coalesce(
            from_date > max(until_date) over (
                partition by site_id, person_key
                order by from_date, until_date
                rows between unbounded preceding and 1 preceding
            ) + 1,
            true
        ) as is_begin
    from passed
),

numbered as (
    select
        *,
        sum(cast(is_begin as integer)) over (
            partition by site_id, person_key order by from_date, until_date rows unbounded preceding
        ) as stretch_no
    from begun
),

stretches as (
    select
        site_id,
        person_key,
        min(from_date) as from_date,
        max(until_date) as until_date,
        cast(max(until_date) - min(from_date) + 1 as integer) as days
    from numbered
    group by site_id, person_key, stretch_no
),

summed as (
    select
        *,
        cast(sum(days) over (partition by site_id, person_key order by from_date) - days as integer) as days_before
    from stretches
)

select
    site_id,
    person_key,
    from_date,
    until_date,
    days,
    days_before,
    from_date - 1 - days_before as counted_date
from summed
