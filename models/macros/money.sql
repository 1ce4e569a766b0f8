{#- Money in whole smallest units and back. -#}

{#- Smallest units in one of the currency (ISO 4217): 1 for the yen, 1000 for the Kuwaiti dinar, 100 for most. -#}
{% macro units_per(currency) -%}
case
    when {{ currency }} in (
        'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'
    ) then 1
    when {{ currency }} in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
    else 100
end
{%- endmacro %}

{% macro to_units(amount, currency) -%}
cast(round(({{ amount }}) * {{ units_per(currency) }}) as hugeint)
{%- endmacro %}

{#- Tenths to ten-thousandths: every currency's smallest unit is a whole number of them, so nothing is divided. -#}
{% macro from_units(units, currency) -%}
cast(({{ units }}) * (10000 // {{ units_per(currency) }}) * cast(0.0001 as decimal(5, 4)) as decimal(18, 4))
{%- endmacro %}

{#- Division towards minus infinity: SQL's own goes towards zero, which would give returns a negative remainder. -#}
{% macro floor_mod(dividend, divisor) -%}
((({{ dividend }}) % ({{ divisor }}) + ({{ divisor }})) % ({{ divisor }}))
{%- endmacro %}

{% macro floor_div(dividend, divisor) -%}
((({{ dividend }}) - {{ floor_mod(dividend, divisor) }}) // ({{ divisor }}))
{%- endmacro %}

{#- A quotient of two whole numbers to the nearest whole number, a half away from zero. DuckDB divides decimals as doubles, which
    puts 10.05 / 10 on the wrong side of the cent; whole numbers do not. -#}
{% macro whole_quotient(dividend, divisor) -%}
sign({{ dividend }}) * sign({{ divisor }})
* ((2 * abs({{ dividend }}) + abs({{ divisor }})) // (2 * abs({{ divisor }})))
{%- endmacro %}

{#- The same as money, the whole number being cents. -#}
{% macro quotient_cents(dividend, divisor) -%}
cast({{ whole_quotient(dividend, divisor) }} * cast(0.01 as decimal(3, 2)) as decimal(18, 4))
{%- endmacro %}

{#- An amount divided by a count, both with four decimals, to four decimals. -#}
{% macro amount_each(amount, count) -%}
cast(
    {{ whole_quotient(ten_thousandths(amount) ~ ' * 10000', ten_thousandths(count)) }} * cast(0.0001 as decimal(5, 4))
    as decimal(18, 4)
)
{%- endmacro %}

{#- Ten-thousandths, in which money is kept here. -#}
{% macro ten_thousandths(amount) -%}
cast({{ amount }} * 10000 as hugeint)
{%- endmacro %}

{#- The part of an amount that falls on `part` of `whole`, in whole smallest units of the currency; all of it, unrounded, where
    the part is the whole. -#}
{% macro part_of(amount, part, whole, currency) -%}
case
    when {{ part }} = {{ whole }} then {{ amount }}
    when {{ whole }} = 0 then 0
    else {{ from_units(whole_quotient(
        ten_thousandths(amount) ~ ' * ' ~ ten_thousandths(part) ~ ' * ' ~ units_per(currency),
        '(10000 * ' ~ ten_thousandths(whole) ~ ')'
    ), currency) }}
end
{%- endmacro %}
