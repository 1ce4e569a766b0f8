{#- The name of an ISO weekday, 1 = Monday. -#}
{% macro weekday_name(weekday) -%}
['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][{{ weekday }}]
{%- endmacro %}
