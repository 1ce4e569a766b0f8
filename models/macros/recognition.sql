{#- What a deferral has earned and what has left it, in whole smallest units. `step` is how far it was used, `from_step` where its
    present balance began, `steps` the whole of it; where nothing is left to use, nothing is earned. -#}

{% macro earned_through(units, step, from_step, steps) -%}
{{ whole_quotient(
    '(' ~ units ~ ' * cast(' ~ step ~ ' - ' ~ from_step ~ ' as hugeint))',
    'cast(greatest(' ~ steps ~ ' - ' ~ from_step ~ ', 1) as hugeint)'
) }}
{%- endmacro %}

{#- Earned, and with it the breakage that is expected: b of the sessions will not be used, so each used one takes 1 / (1 - b). -#}
{% macro spent_through(units, step, from_step, steps, breakage, rate) -%}
case
    when {{ breakage }} = 'proportional' then least({{ units }}, {{ whole_quotient(
        '(' ~ units ~ ' * cast(' ~ step ~ ' - ' ~ from_step ~ ' as hugeint) * 1000000)',
        '(cast(greatest(' ~ steps ~ ' - ' ~ from_step ~ ', 1) as hugeint)'
        ~ ' * greatest(cast((1 - coalesce(' ~ rate ~ ', 0)) * 1000000 as hugeint), 1))'
    ) }})
    else {{ earned_through(units, step, from_step, steps) }}
end
{%- endmacro %}

{#- A day some days, weeks, months or years on; null where the unit is none of them. Units are told in several forms (Month,
    Months, Monthly), or the length is nothing. -#}
{% macro later_by(day, length, unit) -%}
cast(case
    when {{ length }} < 1 then null
    when lower({{ unit }}) like 'da%' then {{ day }} + to_days(cast({{ length }} as integer))
    when lower({{ unit }}) like 'week%' then {{ day }} + to_days(cast(7 * {{ length }} as integer))
    when lower({{ unit }}) like 'month%' then {{ day }} + to_months(cast({{ length }} as integer))
    when lower({{ unit }}) like 'year%' then {{ day }} + to_years(cast({{ length }} as integer))
end as date)
{%- endmacro %}
