-- Lines that sell what is delivered later, and the deferral each belongs to: that of the pricing option it put into the client's
-- hands, or one of its own.
with lines as (
    select * from {{ ref('int_booked_lines') }} where treatment = 'deferred'
)

select
    *,
    coalesce('service-' || nullif(payment_ref_id, 0), 'line-' || sale_id || '-' || sale_detail_id) as deferral_id,
    -- With the discount as a contra account the list price is deferred, else what was asked.
    case when discount_policy = 'contra' then net_units + discount_units else net_units end as deferred_units
from lines
