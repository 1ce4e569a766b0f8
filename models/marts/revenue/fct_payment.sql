select
    site_id,
    sale_id,
    payment_id,
    client_id,
    location_id,
    sale_local as paid_at_local,
    local_date,
    payment_method_id,
    method,
    tender_kind,
    cast(amount as decimal(18, 4)) as amount,
    is_cash_equivalent,
    transaction_id,
    currency
from {{ ref('int_tenders') }}
