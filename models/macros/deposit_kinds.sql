{#- Kinds of line that take money without selling anything yet. -#}
{% macro deposit_kinds() -%}
'gift_card', 'account_credit', 'account_payment'
{%- endmacro %}
