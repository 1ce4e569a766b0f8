-- What a person did in a month, at a site and over all of them: whether they came, and what they bought.
with visits as (
    select distinct
        site_id,
        person_key,
        cast(date_trunc('month', local_date) as date) as month
    from {{ ref('int_attended') }}
),

purchases as (
    select
        site_id,
        person_key,
        cast(date_trunc('month', local_date) as date) as month,
        sum(net) as net
    from {{ ref('int_person_purchases') }}
    group by site_id, person_key, cast(date_trunc('month', local_date) as date)
),

months as (
    select
        site_id,
        person_key,
        month,
        visits.site_id is not null as has_come,
        coalesce(purchases.net, 0) as net
    from visits
    full join purchases using (site_id, person_key, month)
)

select
    cast(site_id as varchar) as scope,
    person_key,
    month,
    has_come,
    net
from months
union all
select
    'all' as scope,
    person_key,
    month,
    bool_or(has_come) as has_come,
    sum(net) as net
from months
group by person_key, month
