{#- The posting role a kind of line has of its own: what is credited when it is sold. -#}
{% macro own_role(item_kind) -%}
case {{ item_kind }}
    when 'gift_card' then 'GIFT_CARD_LIAB'
    when 'account_credit' then 'CLIENT_CREDIT_LIAB'
    when 'account_payment' then 'CLIENT_CREDIT_LIAB'
    when 'tip' then 'TIPS_PAYABLE'
    else 'REVENUE'
end
{%- endmacro %}

{#- Kinds of line whose price may become revenue later than it is paid. -#}
{% macro kinds_with_policy() -%}
'service', 'contract_fee'
{%- endmacro %}
