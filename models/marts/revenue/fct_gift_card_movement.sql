select
    site_id,
    sale_id,
    coalesce(sale_detail_id, payment_id) as source_id,
    if(payment_id is null, 'sale_line', 'payment') as source_type,
    movement_kind,
    gift_card_barcode_id,
    location_id,
    local_date,
    {{ from_units('units', 'currency') }} as amount,
    currency
from {{ ref('int_gift_card_movements') }}
