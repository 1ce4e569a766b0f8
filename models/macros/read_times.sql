{#- Readings of Mindbody's date texts. The year 1 stands for "not set". -#}

{#- Site wall clock: whatever zone the text claims (sales carry a false Z) is dropped. -#}
{% macro read_local(column) -%}
case
    when {{ column }} not like '0001-%'
        then try_cast(regexp_replace({{ column }}, '(Z|[+-][0-9]{2}:?[0-9]{2})$', '') as timestamp)
end
{%- endmacro %}

{#- True UTC, with or without its Z. -#}
{% macro read_utc(column) -%}
case when {{ column }} not like '0001-%' then try_cast({{ column }} as timestamp with time zone) end
{%- endmacro %}

{#- A day, written as midnight. -#}
{% macro read_date(column) -%}
case when {{ column }} not like '0001-%' then try_cast(left({{ column }}, 10) as date) end
{%- endmacro %}

{#- Time of day. Whatever day it is written with means nothing: a series of classes has one of its own. -#}
{% macro read_time_of_day(column) -%}
try_cast(regexp_extract({{ column }}, '[0-9]{2}:[0-9]{2}(:[0-9]{2})?') as time)
{%- endmacro %}
