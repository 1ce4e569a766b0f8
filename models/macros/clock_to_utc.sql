{#- Site wall clock -> instant, as local_to_utc, with the offset of its day where int_clock_days tells one. -#}
{% macro clock_to_utc(local, zone, utc_offset) -%}
case when {{ utc_offset }} is not null then timezone('UTC', {{ local }} - {{ utc_offset }}) else {{ local_to_utc(local, zone) }} end
{%- endmacro %}
