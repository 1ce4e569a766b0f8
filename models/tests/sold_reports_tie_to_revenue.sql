-- Sales by Category is, per site, location, day and currency, what fct_revenue_day has on the same basis; Sales by Service and
-- Sales by Product are what the lines say was sold of each.
with compared as (
    {%- for report, sold in {
        'rec_sales_by_category': 'all', 'rec_sales_by_service': 'services', 'rec_sales_by_product': 'goods'
    }.items() %}
    {%- for basis in ['accrual', 'cash'] if basis == 'accrual' or sold == 'all' %}
    select
        '{{ sold }}' as sold,
        'native_{{ basis }}' as basis,
        site_id,
        location_id,
        local_date,
        currency,
        subtotal,
        discount,
        tax
    from {{ ref(report) }}
    where in_{{ basis }}
    union all
    {%- endfor %}
    {%- endfor %}
    select 'all', basis, site_id, location_id, local_date, currency, -net, -discount, -tax
    from {{ ref('fct_revenue_day') }}
    where basis in ('native_accrual', 'native_cash')
    union all
    select
        if(is_service, 'services', 'goods'),
        'native_accrual',
        site_id,
        coalesce(location_id, 0),
        local_date,
        currency,
        -net,
        -discount,
        -tax
    from {{ ref('int_sale_lines') }}
    where local_date is not null and item_kind in (if(is_service, 'service', 'product'), 'contract_fee')
)

select
    sold,
    basis,
    site_id,
    location_id,
    local_date,
    currency,
    sum(subtotal) as subtotal,
    sum(discount) as discount,
    sum(tax) as tax
from compared
group by sold, basis, site_id, location_id, local_date, currency
having sum(subtotal) <> 0 or sum(discount) <> 0 or sum(tax) <> 0
