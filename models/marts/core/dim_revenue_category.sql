-- Revenue categories as the studio named them. Names are for people: they come blank, doubled and with stray blanks, so rules of
-- the map go by the id.
with categories as (
    select * from {{ ref('stg_mindbody__categories') }}
)

select
    site_id,
    category_id,
    nullif(trim(category_name), '') as category_name,
    service as is_service,
    coalesce(is_active, true) as is_active
from categories
