-- Payment amounts in the smallest unit of the currency.
select
    site_id,
    sale_id,
    payment_id,
    {{ to_units('amount', 'currency') }} as units
from {{ ref('int_tenders') }}
