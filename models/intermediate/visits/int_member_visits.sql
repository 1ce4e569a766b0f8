-- Visits on a day on which a membership of the person at that site runs. Memberships that overlap or touch are one stretch here, so
-- that a visit looks at one stretch only: the last to begin by its day.
with memberships as (
    select
        site_id,
        person_key,
        started_on,
        coalesce(ended_on, date '9999-12-31') as ended_on
    from {{ ref('int_memberships') }}
    where started_on is not null and ended_on is distinct from started_on
),

marked as (
    select
        *,
        started_on > max(ended_on) over (
            partition by site_id, person_key
            order by started_on, ended_on
            rows between unbounded preceding and 1 preceding
        ) as is_apart
    from memberships
),

numbered as (
    select
        *,
        count(*) filter (where is_apart) over (
            partition by site_id, person_key order by started_on, ended_on rows unbounded preceding
        ) as stretch_no
    from marked
),

stretches as (
    select
        site_id,
        person_key,
        min(started_on) as started_on,
        max(ended_on) as ended_on
    from numbered
    group by site_id, person_key, stretch_no
),

visits as (
    select
        site_id,
        visit_id,
        person_key,
        cast(start_local as date) as local_date
    from {{ ref('int_visits_persons') }}
    where start_local is not null
)

select
    visits.site_id,
    visits.visit_id
from visits
asof inner join stretches
    on visits.site_id = stretches.site_id
    and visits.person_key = stretches.person_key
    and visits.local_date >= stretches.started_on
where visits.local_date < stretches.ended_on
