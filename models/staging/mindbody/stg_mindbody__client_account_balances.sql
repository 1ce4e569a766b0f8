with source as (
    select *
    from {{ source('mindbody', 'client_account_balances') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as client_id,
    "UniqueId" as client_unique_id,
    ---------- numerics
    cast("AccountBalance" as decimal(18, 4)) as account_balance,
    ---------- times
    {{ read_date('"SnapshotDate"') }} as snapshot_date,
    _extracted_at as extracted_at
from source
