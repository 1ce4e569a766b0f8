{#- The days of the states, checked: a person is new no longer than they are active after one visit, and active before lapsed, or
    a step would be left out that the graph of states asks for. -#}
{% macro state_days(name) -%}
{%- if not 0 < var('new_days') <= var('active_days') < var('lapsed_days') -%}
{{ exceptions.raise_compiler_error(
    "new_days must be at least 1 and at most active_days, and active_days less than lapsed_days: "
    ~ var('new_days') ~ ", " ~ var('active_days') ~ ", " ~ var('lapsed_days')
) }}
{%- endif -%}
{{ var(name) }}
{%- endmacro %}

{#- A day on the calendar without ignored days (int_ignored_days, the stretch that began last on or before it): gaps are counted
    there. -#}
{% macro counted_day(day, ignored) -%}
{{ day }}
        - coalesce(
            {{ ignored }}.days_before + cast(least({{ day }}, {{ ignored }}.until_date) - {{ ignored }}.from_date + 1 as integer), 0
        )
{%- endmacro %}
