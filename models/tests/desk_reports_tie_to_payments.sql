-- The closeout is every payment but those of the online store, and its cash-equivalent total what the Sales report has on the
-- cash basis. The drawer is the cash-equivalent payments of sales that are no autopays.
with online as (
    select site_id, location_id from {{ ref('dim_location') }} where is_online_store
),

payments as (
    select * from {{ ref('fct_payment') }} where local_date is not null
),

autopays as (
    select site_id, sale_id
    from {{ ref('fct_sale_line') }}
    group by site_id, sale_id
    having bool_and(contract_id is not null)
),

lined as (
    select distinct site_id, sale_id from {{ ref('fct_sale_line') }}
),

compared as (
    select 'closeout' as report, site_id, local_date, currency, amount
    from {{ ref('rec_daily_closeout_tender') }}
    union all
    select 'closeout', site_id, local_date, currency, -amount
    from payments
    where not exists (
        select 1 from online where online.site_id = payments.site_id and online.location_id = payments.location_id
    )
    union all
    select 'closeout_cash', site_id, local_date, currency, amount
    from {{ ref('rec_daily_closeout_tender') }}
    where is_cash_equivalent
    union all
    select 'closeout_cash', site_id, local_date, currency, -paid
    from {{ ref('rec_sales_line') }} as lines
    where in_cash and local_date is not null
        and not exists (
            select 1 from online where online.site_id = lines.site_id and online.location_id = lines.location_id
        )
    union all
    -- Money of a sale without lines is in the till, and in no report of lines.
    select 'closeout_cash', site_id, local_date, currency, -amount
    from payments
    where is_cash_equivalent
        and not exists (select 1 from lined where lined.site_id = payments.site_id and lined.sale_id = payments.sale_id)
        and not exists (
            select 1 from online where online.site_id = payments.site_id and online.location_id = payments.location_id
        )
    union all
    -- Lines share what was paid in whole smallest units.
    select
        'closeout_cash',
        payments.site_id,
        payments.local_date,
        payments.currency,
        {{ from_units('units.units', 'payments.currency') }} - payments.amount
    from payments
    inner join lined on payments.site_id = lined.site_id and payments.sale_id = lined.sale_id
    inner join {{ ref('int_payment_units') }} as units
        on payments.site_id = units.site_id
        and payments.sale_id = units.sale_id
        and payments.payment_id = units.payment_id
    where payments.is_cash_equivalent
        and not exists (
            select 1 from online where online.site_id = payments.site_id and online.location_id = payments.location_id
        )
    union all
    select 'drawer', site_id, local_date, currency, total
    from {{ ref('rec_cash_drawer') }}
    where local_date is not null
    union all
    select 'drawer', site_id, local_date, currency, -amount
    from payments
    where is_cash_equivalent
        and not exists (
            select 1 from autopays where autopays.site_id = payments.site_id and autopays.sale_id = payments.sale_id
        )
)

select
    report,
    site_id,
    local_date,
    currency,
    sum(amount) as difference
from compared
group by report, site_id, local_date, currency
having sum(amount) <> 0
