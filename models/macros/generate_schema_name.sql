{#- Schemas carry their plain names (`marts`, not `main_marts`): publish copies the schema called marts. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
