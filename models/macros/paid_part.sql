{#- The part of an amount of a line (`told_total`) that no complimentary tender paid, in whole units. -#}
{% macro paid_part(units) -%}
case
    when complimentary_units = 0 then {{ units }}
    when complimentary_units = told_total then 0
    else {{ units }} - {{ whole_quotient(units ~ ' * complimentary_units', 'told_total') }}
end
{%- endmacro %}
