select
    site_id,
    client_id,
    movement_no,
    movement_kind,
    sale_id,
    coalesce(sale_detail_id, payment_id) as source_id,
    if(payment_id is null, 'sale_line', 'payment') as source_type,
    location_id,
    local_date,
    {{ from_units('units', 'currency') }} as amount,
    {{ from_units('balance_units', 'currency') }} as balance_after,
    {{ from_units('greatest(balance_units, 0)', 'currency') }} as credit_after,
    {{ from_units('greatest(-balance_units, 0)', 'currency') }} as receivable_after,
    currency
from {{ ref('int_account_movements') }}
