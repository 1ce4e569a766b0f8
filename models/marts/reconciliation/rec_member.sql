-- The Members report on the day clients were last read: every client with the status Mindbody gives, in the studio's own words.
with clients as (
    select * from {{ ref('stg_mindbody__clients') }}
),

readings as (
    select * from {{ ref('int_readings') }} where stream = 'clients'
)

select
    clients.site_id,
    clients.client_unique_id,
    clients.client_id,
    clients.client_status as category_name,
    coalesce(clients.is_active, false) as is_active,
    readings.read_on as snapshot_date,
    clients.extracted_at as changed_at,
    readings.read_since
from clients
inner join readings on clients.site_id = readings.site_id
