{{ config(materialized='table') }}
-- The account of each line by the map: of the rows that fit the line and are of its own role, the highest score counts. A line
-- no row fits, or whose own numbers miss each other, waits in SUSPENSE. The location is the one the sale is booked at, as in the
-- journal; only a sale that is not booked stays where it is told.
with sales as (
    select * from {{ ref('int_booked_sales') }}
),

lines as (
    select lines.* replace (coalesce(sales.location_id, lines.location_id) as location_id)
    from {{ ref('int_sale_lines') }} as lines
    left join sales on lines.site_id = sales.site_id and lines.sale_id = sales.sale_id
),

map as (
    select
        *,
        if(product_id is null, 0, 256)
        + if(subcategory_id is null, 0, 128)
        + if(revenue_category_id is null, 0, 64)
        + if(service_category_id is null, 0, 32)
        + if(location_id is null, 0, 4)
        + if(site_id is null, 0, 2)
        + if(item_kind is null, 0, 1) as score
    from {{ ref('stg_finance__gl_map') }}
    -- Rows that name a tender or a tax slot map payments and taxes, not lines.
    where payment_method_id is null and tax_slot is null
),

sorts_of_line as (
    select distinct site_id, location_id, item_kind, category_id, sub_category_id, program_id, product_id, local_date
    from lines
),

mapped as (
    select
        sorts_of_line.*,
        map.rule_id,
        map.posting_role,
        map.account_code
    from sorts_of_line
    inner join map
        -- A row for taxes or clearing fits every line too, and says nothing of what is sold.
        on map.posting_role = {{ own_role('sorts_of_line.item_kind') }}
        and (map.site_id is null or map.site_id = sorts_of_line.site_id)
        and (map.location_id is null or map.location_id = sorts_of_line.location_id)
        and (map.item_kind is null or map.item_kind = sorts_of_line.item_kind)
        and (map.revenue_category_id is null or map.revenue_category_id = sorts_of_line.category_id)
        and (map.subcategory_id is null or map.subcategory_id = sorts_of_line.sub_category_id)
        and (map.service_category_id is null or map.service_category_id = sorts_of_line.program_id)
        and (map.product_id is null or map.product_id = sorts_of_line.product_id)
        -- A line without a day is a finding of its own and no gap in the map.
        and coalesce(sorts_of_line.local_date >= map.valid_from, true)
        and coalesce(sorts_of_line.local_date < map.valid_to, true)
    qualify row_number() over (
        partition by
            sorts_of_line.site_id, sorts_of_line.location_id, sorts_of_line.item_kind, sorts_of_line.category_id,
            sorts_of_line.sub_category_id, sorts_of_line.program_id, sorts_of_line.product_id, sorts_of_line.local_date
        order by map.score desc, map.rule_id
    ) = 1
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    mapped.rule_id is null as is_unmapped,
    mapped.rule_id,
    if(is_unmapped or lines.is_identity_broken, 'SUSPENSE', mapped.posting_role) as posting_role,
    if(is_unmapped or lines.is_identity_broken, 'SUSPENSE', mapped.account_code) as account_code
from lines
left join mapped
    on lines.site_id = mapped.site_id
    and lines.location_id is not distinct from mapped.location_id
    and lines.item_kind = mapped.item_kind
    and lines.category_id is not distinct from mapped.category_id
    and lines.sub_category_id is not distinct from mapped.sub_category_id
    and lines.program_id is not distinct from mapped.program_id
    and lines.product_id is not distinct from mapped.product_id
    and lines.local_date is not distinct from mapped.local_date
