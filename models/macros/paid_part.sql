{#- The part of an amount of a line (`told_total`) that no complimentary tender paid, in whole units. -#}
{% macro paid_part(units) -%}
case
    when complimentary_units = 0 then {{ units }}
    when complimentary_units = told_total then 0
    else {{ units }} - {{ whole_quotient(units ~ ' * complimentary_units', 'told_total') }}
end
{%- endmacro %}

{#- As much of `part` as is within an amount: between nothing and the whole, on the side of the whole. -#}
{% macro within(part, whole) -%}
case
    when {{ whole }} < 0 then greatest(least({{ part }}, 0), {{ whole }})
    else least(greatest({{ part }}, 0), {{ whole }})
end
{%- endmacro %}
