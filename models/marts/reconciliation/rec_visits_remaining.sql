-- The Visits Remaining report on the day clients' options were last read: options that are neither given back nor over,
-- purchases of the same option merged. The API counts a booking ahead as used; the report counts its session as remaining and
-- shows what is left without it as unbooked. Options without a count show a sentinel there, which counts nothing.
with readings as (
    select * from {{ ref('int_readings') }} where stream = 'client_services'
),

holdings as (
    select
        holdings.*,
        readings.read_on
    from {{ ref('stg_mindbody__client_services') }} as holdings
    inner join readings on holdings.site_id = readings.site_id
    where not coalesce(holdings.returned, false) and coalesce(holdings.expiration_date >= readings.read_on, true)
),

prices as (
    select * from {{ ref('int_pass_prices') }}
),

ahead as (
    select
        visits.site_id,
        visits.service_id as client_service_id,
        sum(sessions.sessions) as sessions
    from {{ ref('int_visits_outcomes') }} as visits
    inner join {{ ref('int_visit_sessions') }} as sessions
        on visits.site_id = sessions.site_id and visits.visit_id = sessions.visit_id
    inner join readings on visits.site_id = readings.site_id and cast(visits.start_local as date) > readings.read_on
    where visits.outcome = 'booked_future' and visits.service_id is not null
    group by visits.site_id, visits.service_id
),

live as (
    select
        holdings.site_id,
        coalesce(holdings.client_id, '') as client_id,
        coalesce(prices.program_name, '') as service_category,
        coalesce(prices.service_name, '') as pricing_option,
        coalesce(prices.is_unlimited, false) as is_unlimited,
        holdings.active_date,
        holdings.expiration_date,
        coalesce(prices.price, 0) as price,
        holdings.session_count,
        holdings.remaining,
        coalesce(ahead.sessions, 0) as booked,
        holdings.read_on,
        holdings.extracted_at
    from holdings
    inner join prices on holdings.site_id = prices.site_id and holdings.client_service_id = prices.client_service_id
    left join ahead on holdings.site_id = ahead.site_id and holdings.client_service_id = ahead.client_service_id
)

select
    site_id,
    client_id,
    service_category,
    pricing_option,
    read_on as snapshot_date,
    bool_or(is_unlimited) as is_unlimited,
    count(*) as purchases,
    min(active_date) as first_activation_date,
    max(expiration_date) as last_expiration_date,
    cast(sum(price) as decimal(18, 4)) as total_amount,
    cast(if(bool_or(is_unlimited), null, sum(remaining + booked)) as bigint) as remaining,
    cast(if(bool_or(is_unlimited), null, sum(session_count)) as bigint) as purchased,
    cast(if(bool_or(is_unlimited), null, sum(remaining)) as bigint) as unbooked,
    max(extracted_at) as changed_at
from live
group by site_id, client_id, service_category, pricing_option, read_on
having bool_or(is_unlimited) or sum(remaining + booked) > 0
