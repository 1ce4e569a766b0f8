-- What is odd in visits: how many find their pricing option and its sale, and where a roster and its class disagree.
with visits as (
    select * from {{ ref('int_visits_persons') }}
),

passes as (
    select * from {{ ref('int_pass_prices') }}
),

classes as (
    select * from {{ ref('int_class_occurrences') }}
),

attended as (
    select
        visits.site_id,
        visits.visit_id,
        visits.service_id,
        passes.is_held,
        passes.is_sold
    from visits
    left join passes on visits.site_id = passes.site_id and visits.service_id = passes.client_service_id
    where visits.outcome = 'attended'
),

join_rate as (
    select
        'pass_join_rate' as finding,
        'info' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        count(*) filter (where is_sold) || ' of ' || count(*)
        || ' attended visits with a pricing option find its sale (PaymentRefId); '
        || count(*) filter (where is_held) || ' find the option itself.' as detail,
        cast(count(*) filter (where is_sold) as decimal(18, 4)) / count(*) as amount
    from attended
    where service_id is not null
    group by site_id
),

unlinked as (
    select
        'unlinked_visit' as finding,
        'info' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        count(*) || ' attended visits name no pricing option; their revenue is unknown, not nothing.' as detail,
        cast(count(*) as decimal(18, 4)) as amount
    from attended
    where service_id is null
    group by site_id
    having count(*) > 0
),

unresolved as (
    select
        'unresolved_visit' as finding,
        'info' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        count(*) || ' past bookings are neither signed in nor missed nor cancelled.' as detail,
        cast(count(*) as decimal(18, 4)) as amount
    from visits
    where outcome = 'unresolved'
    group by site_id
),

roster_total as (
    select
        'roster_differs_from_class' as finding,
        'info' as severity,
        site_id,
        'class' as entity,
        cast(class_id as varchar) as entity_id,
        'The roster has ' || signed_in || ' signed in, the class says ' || total_signed_in || '.' as detail,
        cast(total_signed_in - signed_in as decimal(18, 4)) as amount
    from classes
    where is_roster_known and not is_cancelled and total_signed_in <> signed_in
),

bookings_total as (
    select
        'bookings_differ_from_class' as finding,
        'info' as severity,
        site_id,
        'site' as entity,
        cast(site_id as varchar) as entity_id,
        count(*) || ' classes say other bookings than their rosters have without late cancellations.' as detail,
        cast(count(*) as decimal(18, 4)) as amount
    from classes
    where is_roster_known and not is_cancelled and total_booked <> booked - late_cancel
    group by site_id
),

overbooked as (
    select
        'overbooked_class' as finding,
        'info' as severity,
        site_id,
        'class' as entity,
        cast(class_id as varchar) as entity_id,
        signed_in || ' came to a class for ' || max_capacity || '.' as detail,
        cast(signed_in - max_capacity as decimal(18, 4)) as amount
    from classes
    where signed_in > max_capacity
)

select * from join_rate
union all
select * from unlinked
union all
select * from unresolved
union all
select * from roster_total
union all
select * from bookings_total
union all
select * from overbooked
