-- The Autopay Summary report: autopays by status and tender, without tax, which the detail includes.
select
    site_id,
    local_date,
    status,
    coalesce(payment_method, '') as payment_method,
    coalesce(location_id, 0) as location_id,
    location_name,
    is_active_location,
    count(*) as autopays,
    cast(sum(amount - tax_part) as decimal(18, 4)) as amount,
    cast(sum(tax_part) as decimal(18, 4)) as tax_part,
    true as is_autopay,
    currency
from {{ ref('rec_autopay') }}
group by
    site_id, local_date, status, coalesce(payment_method, ''), coalesce(location_id, 0), location_name, is_active_location,
    currency
