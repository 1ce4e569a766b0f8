-- What cohorts are counted over: each site, and all sites together, which reach only as far as the one that reaches least.
with as_of as (
    select * from {{ ref('int_as_of') }} where as_of_date is not null
),

data_start as (
    select * from {{ ref('int_data_start') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

reach as (
    select
        as_of.site_id,
        as_of.as_of_date,
        data_start.data_start_date,
        sites.currency
    from as_of
    inner join data_start on as_of.site_id = data_start.site_id
    inner join sites on as_of.site_id = sites.site_id
)

select
    cast(site_id as varchar) as scope,
    site_id,
    as_of_date,
    data_start_date,
    currency
from reach
union all
select
    'all' as scope,
    null as site_id,
    min(as_of_date) as as_of_date,
    min(data_start_date) as data_start_date,
    -- Money of two currencies, or of one that a site did not name, has no sum.
    case when min(currency) = max(currency) and min(currency) <> 'XXX' then min(currency) end as currency
from reach
having count(*) > 0
