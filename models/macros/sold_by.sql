{#- The Sales by ... reports: sold shares summed by day, location, the columns given (alias: column) and what the choices of the
    report take in or leave out. -#}
{% macro sold_by(columns, where) -%}
select
    site_id,
    local_date,
    location_id,
    {% for alias, column in columns.items() -%}
    {{ column }} as {{ alias }},
    {% endfor -%}
    in_accrual,
    in_cash,
    is_return,
    any_value(location_name) as location_name,
    bool_and(is_active_location) as is_active_location,
    cast(sum(quantity) as decimal(18, 4)) as quantity,
    cast(sum(net) as decimal(18, 4)) as subtotal,
    cast(sum(discount) as decimal(18, 4)) as discount,
    cast(sum(tax) as decimal(18, 4)) as tax,
    cast(sum(net + tax) as decimal(18, 4)) as total,
    -- Without tax the report's figure is the subtotal, with it the total; before discount it is higher by the discount.
    cast(sum(tax) as decimal(18, 4)) as tax_part,
    cast(sum(tip_part) as decimal(18, 4)) as tip_part,
    cast(sum(discount) as decimal(18, 4)) as discount_part,
    cast(sum(gift_card_part) as decimal(18, 4)) as gift_card_part,
    cast(sum(account_part) as decimal(18, 4)) as account_part,
    count(*) filter (where is_first) as line_n,
    max(changed_at) as changed_at,
    min(read_since) as read_since,
    any_value(currency) as currency
from {{ ref('int_sold_shares') }}
where {{ where }}
group by site_id, local_date, location_id, {{ columns.values() | join(', ') }}, in_accrual, in_cash, is_return
{%- endmacro %}
