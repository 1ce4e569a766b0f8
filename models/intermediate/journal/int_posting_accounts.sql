{{ config(materialized='table') }}
-- Where each sort of side is posted: of the rows of gl_map for its role that fit, the one with the highest score. What no row
-- fits goes to SUSPENSE.
{%- set keys = {
    'product_id': ['product_id', 256], 'subcategory_id': ['sub_category_id', 128], 'revenue_category_id': ['category_id', 64],
    'service_category_id': ['program_id', 32], 'payment_method_id': ['payment_method_id', 16], 'tax_slot': ['tax_slot', 8],
    'location_id': ['location_id', 4], 'site_id': ['site_id', 2], 'item_kind': ['item_kind', 1]
} %}
with sorts as (
    select distinct
        posting_role,
        stretch_from,
        {% for column, _ in keys.values() %}{{ column }}{{ ",\n        " if not loop.last }}{% endfor %}
    from {{ ref('int_postings') }}
),

map as (
    select
        *,
        {% for key, (_, score) in keys.items() -%}
        if({{ key }} is null, 0, {{ score }}) {{ "as score" if loop.last else "+ " }}
        {%- endfor %}
    from {{ ref('stg_finance__gl_map') }}
),

mapped as (
    select
        sorts.*,
        map.rule_id,
        map.account_code
    from sorts
    left join map
        on sorts.posting_role = map.posting_role
        and coalesce(sorts.stretch_from >= map.valid_from, true)
        and coalesce(sorts.stretch_from < map.valid_to, true)
        {%- for key, (column, _) in keys.items() %}
        and (map.{{ key }} is null or map.{{ key }} = sorts.{{ column }})
        {%- endfor %}
    qualify row_number() over (
        partition by
            sorts.posting_role, sorts.stretch_from,
            {% for column, _ in keys.values() %}sorts.{{ column }}{{ ", " if not loop.last }}{% endfor %}
        order by map.score desc nulls last, map.rule_id
    ) = 1
)

select
    posting_role,
    stretch_from,
    {% for column, _ in keys.values() %}{{ column }},
    {% endfor -%}
    rule_id,
    coalesce(account_code, 'SUSPENSE') as account_code
from mapped
