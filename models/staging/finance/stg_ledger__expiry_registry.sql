-- The first expiry of each deferral, written once by Node with where it came from.
select
    site_id,
    deferral_id,
    client_service_id,
    expires_on,
    source as expiry_source,
    policy_id,
    registered_at
from {{ source('ledger', 'expiry_registry') }}
