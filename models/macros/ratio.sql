{#- A rate as the marts show it: six decimals, and nothing where there is nothing to divide by. -#}
{% macro ratio(numerator, denominator) -%}
cast(({{ numerator }}) / nullif({{ denominator }}, 0) as decimal(9, 6))
{%- endmacro %}
