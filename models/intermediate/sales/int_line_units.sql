-- Line totals in the smallest unit of the currency.
select
    site_id,
    sale_id,
    sale_detail_id,
    {{ to_units('total', 'currency') }} as units
from {{ ref('int_sale_lines') }}
