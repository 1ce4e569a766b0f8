-- When each sale was read as it stands, and since when sales of its site have been read at all: an edit that fell between the
-- export of a report and our reading is told by these two.
with sales as (
    select site_id, sale_id, extracted_at from {{ ref('stg_mindbody__sales') }}
),

readings as (
    select site_id, read_since from {{ ref('int_readings') }} where stream = 'sales'
)

select
    sales.site_id,
    sales.sale_id,
    sales.extracted_at as changed_at,
    readings.read_since
from sales
left join readings on sales.site_id = readings.site_id
