-- Months by kind of class and by teacher, either attribution, hold every class once: how many there are, and the places, bookings
-- and sign-ins of those that count as supply, are those of the classes themselves.
with classes as (
    select
        site_id,
        date_trunc('month', local_date) as month,
        count(*) as classes,
        coalesce(sum(max_capacity) filter (where not is_cancelled and is_offered), 0) as capacity,
        coalesce(sum(booked) filter (where not is_cancelled and is_offered), 0) as booked,
        coalesce(sum(signed_in) filter (where not is_cancelled and is_offered), 0) as attended
    from {{ ref('fct_class_occurrence') }}
    where local_date is not null
    group by site_id, date_trunc('month', local_date)
),

months as (
    select 'kind of class' as by_what, site_id, month, scheduled_n + hidden_unbooked_n as classes, capacity, booked, attended
    from {{ ref('agg_class_month') }}
    union all
    select attribution, site_id, month, scheduled_n + hidden_unbooked_n, capacity, booked, attended
    from {{ ref('agg_teacher_month') }}
),

summed as (
    select
        by_what,
        site_id,
        month,
        sum(classes) as classes,
        sum(capacity) as capacity,
        sum(booked) as booked,
        sum(attended) as attended
    from months
    group by by_what, site_id, month
),

held_against as (
    select by_whats.by_what, classes.*
    from classes
    cross join (values ('kind of class'), ('actual'), ('scheduled')) as by_whats (by_what)
)

select
    by_what,
    site_id,
    month,
    held_against.classes,
    summed.classes as in_months
from held_against
full join summed using (by_what, site_id, month)
where
    held_against.classes is distinct from summed.classes
    or held_against.capacity is distinct from summed.capacity
    or held_against.booked is distinct from summed.booked
    or held_against.attended is distinct from summed.attended
