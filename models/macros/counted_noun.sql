{#- A figure with its noun, as a person would write it: 1 day, 3.5 days, 4 days. -#}
{% macro counted_noun(figure, noun) -%}
regexp_replace(cast({{ figure }} as varchar), '\.0+$', '') || if({{ figure }} = 1, ' {{ noun }}', ' {{ noun }}s')
{%- endmacro %}
