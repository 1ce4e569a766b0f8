select
    site_id,
    site_name,
    cast(zone as varchar) as time_zone,
    is_zone_known,
    currency,
    country_code,
    is_tax_inclusive
from {{ ref('int_sites') }}
