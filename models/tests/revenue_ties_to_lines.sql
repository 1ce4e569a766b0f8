-- Per site, day and currency the accrual twin is the lines it is made of, and the cash twin is the cash-equivalent payments.
with accrual as (
    select
        'native_accrual' as basis,
        site_id,
        local_date,
        currency,
        sum(total) as expected
    from {{ ref('fct_sale_line') }}
    where item_kind not in ({{ deposit_kinds() }}) and local_date is not null
    group by site_id, local_date, currency
),

cash as (
    select
        'native_cash' as basis,
        payments.site_id,
        payments.local_date,
        payments.currency,
        sum({{ from_units('units.units', 'payments.currency') }}) as expected
    from {{ ref('fct_payment') }} as payments
    -- Payments are shared out in whole smallest units.
    inner join {{ ref('int_payment_units') }} as units
        on payments.site_id = units.site_id
        and payments.sale_id = units.sale_id
        and payments.payment_id = units.payment_id
    inner join {{ ref('int_allocation_sides') }} as sales
        on payments.site_id = sales.site_id and payments.sale_id = sales.sale_id
    where payments.is_cash_equivalent and payments.local_date is not null
    group by payments.site_id, payments.local_date, payments.currency
),

expected as (
    select * from accrual
    union all
    select * from cash
),

revenue as (
    select
        basis,
        site_id,
        local_date,
        currency,
        sum(net + tax) as posted,
        sum(gross - discount - net) as gap
    from {{ ref('fct_revenue_day') }}
    where account_code <> 'SUSPENSE' and basis in ('native_accrual', 'native_cash')
    group by basis, site_id, local_date, currency
),

suspense as (
    select basis, site_id, local_date, currency, sum(net + tax) as posted
    from {{ ref('fct_revenue_day') }}
    where account_code = 'SUSPENSE' and basis in ('native_accrual', 'native_cash')
    group by basis, site_id, local_date, currency
)

select
    expected.basis,
    expected.site_id,
    expected.local_date,
    expected.currency,
    expected.expected,
    coalesce(revenue.posted, 0) + coalesce(suspense.posted, 0) as posted,
    revenue.gap
from expected
full join revenue using (basis, site_id, local_date, currency)
full join suspense using (basis, site_id, local_date, currency)
where
    abs(coalesce(expected.expected, 0) - coalesce(revenue.posted, 0) - coalesce(suspense.posted, 0)) >= 0.005
    -- Outside suspense every line's own arithmetic holds to a cent.
    or abs(coalesce(revenue.gap, 0)) > 0.01 * (
        select max(line_n) from {{ ref('fct_revenue_day') }} where basis in ('native_accrual', 'native_cash')
    )
