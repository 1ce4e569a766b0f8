-- The Account Balances report, day by day since balances have been read. Where that stream was never read, the balance that
-- stands on the client itself serves, on the day clients were last read.
with balances as (
    select * from {{ ref('stg_mindbody__client_account_balances') }}
),

clients as (
    select * from {{ ref('stg_mindbody__clients') }}
),

readings as (
    select * from {{ ref('int_readings') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

told as (
    select
        site_id,
        client_id,
        client_unique_id,
        snapshot_date,
        account_balance,
        extracted_at
    from balances
    union all
    select
        clients.site_id,
        clients.client_id,
        clients.client_unique_id,
        readings.read_on,
        clients.account_balance,
        clients.extracted_at
    from clients
    inner join readings on clients.site_id = readings.site_id and readings.stream = 'clients'
    where not exists (
        select 1
        from readings as balances_read
        where balances_read.site_id = clients.site_id and balances_read.stream = 'client_account_balances'
    )
)

select
    told.site_id,
    told.client_unique_id,
    told.snapshot_date,
    told.client_id,
    cast(coalesce(told.account_balance, 0) as decimal(18, 4)) as balance,
    told.extracted_at as changed_at,
    sites.currency
from told
left join sites on told.site_id = sites.site_id
