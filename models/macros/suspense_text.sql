{#- Why a line waits in SUSPENSE, in words. -#}
{% macro suspense_text(reason) -%}
case {{ reason }}
    when 'unmapped' then 'No rule of the map fits'
    when 'identity' then 'Price, quantity, discount and tax do not give the total'
    when 'unpriced' then 'Neither a price nor a total is told'
    when 'no_policy' then 'No recognition policy fits'
end
{%- endmacro %}
