{#- One side of an entry: the columns of every posting model, in one order and type. Fields that are not given are null; a name
    that is none of them is a mistake of ours. -#}
{% macro posting(fields) -%}
{%- set types = posting_columns() -%}
{%- for name in fields if name not in types -%}
{{ exceptions.raise_compiler_error("A posting has no column " ~ name) }}
{%- endfor -%}
{%- for name, type in types.items() -%}
cast({{ fields.get(name, 'null') }} as {{ type }}) as {{ name }}{{ ",\n    " if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{% macro posting_columns() -%}
{{ return({
    'site_id': 'bigint', 'source_type': 'varchar', 'source_id': 'varchar', 'event_seq': 'bigint', 'event_date': 'date',
    'location_id': 'bigint', 'posting_role': 'varchar', 'units': 'hugeint', 'item_kind': 'varchar', 'category_id': 'bigint',
    'sub_category_id': 'bigint', 'program_id': 'bigint', 'product_id': 'bigint', 'payment_method_id': 'bigint',
    'tax_slot': 'bigint', 'sale_id': 'bigint', 'sale_detail_id': 'bigint', 'payment_id': 'bigint', 'visit_id': 'bigint',
    'client_service_id': 'bigint', 'policy_version': 'varchar', 'memo': 'varchar'
}) }}
{%- endmacro %}
