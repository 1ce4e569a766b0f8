-- What each person has been worth to date, on two bases that are never mixed: what was sold to them, less what they gave back, at
-- the day of the sale; and what of that is earned, by use, by day, by expiry. Both are of the person who bought, whoever came.
with first_dates as (
    select site_id, person_key from {{ ref('int_person_first_dates') }}
),

purchases as (
    select * from {{ ref('int_person_purchases') }}
),

attended as (
    select * from {{ ref('int_attended') }}
),

states as (
    select site_id, person_key, state, from_date
    from {{ ref('fct_client_state_span') }}
    where is_current
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

recognised as (
    select * from {{ ref('int_person_earned') }}
),

persons as (
    select site_id, person_key from first_dates
    union
    select site_id, person_key from purchases
    union
    select site_id, person_key from recognised
),

visits as (
    select
        site_id,
        person_key,
        count(*) as attended_n,
        min(local_date) as first_visit_date,
        max(local_date) as last_visit_date
    from attended
    group by site_id, person_key
),

sales as (
    select
        site_id,
        person_key,
        sum(net) as net_sales,
        min(local_date) filter (where not is_reversal) as first_purchase_date,
        max(local_date) filter (where not is_reversal) as last_purchase_date
    from purchases
    group by site_id, person_key
)

select
    persons.site_id,
    persons.person_key,
    states.state,
    states.from_date as state_since,
    coalesce(visits.attended_n, 0) as attended_n,
    visits.first_visit_date,
    visits.last_visit_date,
    sales.first_purchase_date,
    sales.last_purchase_date,
    cast(coalesce(sales.net_sales, 0) as decimal(18, 4)) as net_sales,
    coalesce(recognised.earned, 0) as earned,
    sites.currency
from persons
inner join sites on persons.site_id = sites.site_id
left join states on persons.site_id = states.site_id and persons.person_key = states.person_key
left join visits on persons.site_id = visits.site_id and persons.person_key = visits.person_key
left join sales on persons.site_id = sales.site_id and persons.person_key = sales.person_key
left join recognised on persons.site_id = recognised.site_id and persons.person_key = recognised.person_key
