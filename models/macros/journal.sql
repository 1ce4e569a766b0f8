{#- Id of an entry: the same facts give the same id in every build and on every machine. -#}
{% macro entry_id(facts) -%}
md5(concat_ws('|', {{ facts | join(', ') }}))
{%- endmacro %}

{#- The accounting period of a day. -#}
{% macro period_of(day) -%}
strftime({{ day }}, '%Y-%m')
{%- endmacro %}

{#- A reference that all rows of a group share; where they differ, none. -#}
{% macro shared(column) -%}
case when min({{ column }}) = max({{ column }}) and count({{ column }}) = count(*) then min({{ column }}) end
{%- endmacro %}

{#- What a recognition policy is applied to: the holding, before there is one the line sold. -#}
{% macro policy_subject(relation=none) -%}
{%- set prefix = relation ~ '.' if relation else '' -%}
coalesce('holding ' || {{ prefix }}client_service_id, 'line ' || {{ prefix }}sale_id || '/' || {{ prefix }}sale_detail_id)
{%- endmacro %}

{#- An amount in another currency, to its smallest unit; null where there is no rate. -#}
{% macro at_rate(amount, rate, currency) -%}
{%- set rate_in_full = 'cast(cast(' ~ rate ~ ' as decimal(38, 8)) * 100000000 as hugeint)' -%}
{%- set product = ten_thousandths(amount) ~ ' * ' ~ rate_in_full ~ ' * ' ~ units_per(currency) -%}
{{ from_units(whole_quotient('(' ~ product ~ ')', 'cast(1000000000000 as hugeint)'), currency) }}
{%- endmacro %}

{#- Roles of a side that is revenue or lessens it. -#}
{% macro revenue_roles() -%}
{{ earned_roles() }}, 'SUSPENSE', 'ROUNDING'
{%- endmacro %}

{#- The same without what waits for a rule or makes up a cent. -#}
{% macro earned_roles() -%}
'REVENUE', 'BREAKAGE', 'RETURNS', 'COMP', 'DISCOUNT'
{%- endmacro %}
