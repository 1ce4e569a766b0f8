-- The Retention Management report on the day clients' options were last read: who holds a membership that runs on that day, options of
-- one membership taken together up to the last of their days.
with readings as (
    select * from {{ ref('int_readings') }} where stream = 'client_services'
),

holdings as (
    select * from {{ ref('stg_mindbody__client_services') }} where not coalesce(returned, false)
),

services as (
    select * from {{ ref('dim_service') }} where membership_id <> 0
),

memberships as (
    select * from {{ ref('stg_mindbody__memberships') }}
),

clients as (
    select
        *,
        cast(home_location ->> '$.Id' as bigint) as home_location_id
    from {{ ref('stg_mindbody__clients') }}
    qualify row_number() over (partition by site_id, client_id order by is_active desc nulls last, client_unique_id) = 1
),

locations as (
    select * from {{ ref('dim_location') }}
),

last_visits as (
    select
        site_id,
        client_id,
        max(cast(start_local as date)) as last_visit_date
    from {{ ref('int_visits_outcomes') }}
    where outcome = 'attended'
    group by site_id, client_id
),

held as (
    select
        holdings.site_id,
        coalesce(holdings.client_id, '') as client_id,
        coalesce(memberships.membership_name, holdings.client_service_name, '') as membership_name,
        holdings.active_date,
        holdings.expiration_date,
        min(holdings.active_date) over (partition by holdings.site_id, holdings.client_id) as member_since,
        holdings.extracted_at,
        readings.read_on,
        readings.read_since
    from holdings
    inner join readings on holdings.site_id = readings.site_id
    inner join services on holdings.site_id = services.site_id and holdings.product_id = services.product_id
    left join memberships
        on services.site_id = memberships.site_id and services.membership_id = memberships.membership_id
),

running as (
    select
        site_id,
        client_id,
        membership_name,
        read_on,
        read_since,
        member_since,
        -- One without a last day outlasts the others.
        if(count(expiration_date) = count(*), max(expiration_date), null) as expiration_date,
        max(extracted_at) as changed_at
    from held
    where coalesce(active_date <= read_on, true) and coalesce(expiration_date >= read_on, true)
    group by site_id, client_id, membership_name, read_on, read_since, member_since
)

select
    running.site_id,
    running.client_id,
    running.membership_name,
    running.read_on as snapshot_date,
    running.expiration_date,
    running.member_since,
    last_visits.last_visit_date,
    clients.client_status,
    clients.home_location_id as location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    running.changed_at,
    running.read_since
from running
left join clients on running.site_id = clients.site_id and running.client_id = clients.client_id
left join locations on clients.site_id = locations.site_id and clients.home_location_id = locations.location_id
left join last_visits on running.site_id = last_visits.site_id and running.client_id = last_visits.client_id
