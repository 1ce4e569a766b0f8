-- Revenue categories as reports group them: letter case and stray blanks make no category of their own (the first one told
-- names them all), and one without a name is Uncategorized.
with categories as (
    select
        site_id,
        category_id,
        nullif(trim(regexp_replace(category_name, '\s+', ' ', 'g')), '') as category_name
    from {{ ref('dim_revenue_category') }}
)

select
    site_id,
    category_id,
    coalesce(
        first_value(category_name) over (partition by site_id, lower(category_name) order by category_id), 'Uncategorized'
    ) as category_name
from categories
