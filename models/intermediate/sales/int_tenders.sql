{{ config(materialized='table') }}
-- One row per tender of a sale, with what kind of money it is. Method ids differ by site, so the seed matches names.
with payments as (
    select * from {{ ref('stg_mindbody__sale_payments') }} where copy_no = 1
),

sales as (
    select site_id, sale_id, client_id, location_id, sale_local
    from {{ ref('stg_mindbody__sales') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

payment_types as (
    select site_id, payment_type_id, payment_type_name from {{ ref('stg_mindbody__payment_types') }}
),

tender_map as (
    select * from {{ ref('stg_finance__tender_map') }}
),

named as (
    select
        payments.*,
        sales.client_id,
        sales.location_id,
        sales.sale_local,
        sites.currency,
        coalesce(
            nullif(payments.payment_type_name, ''), payment_types.payment_type_name, 'Method ' || payments.payment_method_id,
            'Unknown'
        ) as method
    from payments
    inner join sales on payments.site_id = sales.site_id and payments.sale_id = sales.sale_id
    left join sites on payments.site_id = sites.site_id
    left join payment_types
        on payments.site_id = payment_types.site_id and payments.payment_method_id = payment_types.payment_type_id
)

select
    named.site_id,
    named.sale_id,
    named.payment_id,
    named.transaction_id,
    named.client_id,
    named.location_id,
    named.sale_local,
    cast(named.sale_local as date) as local_date,
    named.payment_method_id,
    named.method,
    -- A tender without an amount paid nothing; data_quality shows what its sale then lacks.
    coalesce(named.amount, 0) as amount,
    named.currency,
    -- A tender the map does not know is money until someone says otherwise; data_quality names it.
    coalesce(tender_map.tender_kind, 'unknown') as tender_kind,
    coalesce(tender_map.is_cash_equivalent, true) as is_cash_equivalent
from named
left join tender_map
    on (tender_map.site_id is null or tender_map.site_id = named.site_id)
    and lower(trim(named.method)) = lower(tender_map.method)
qualify row_number() over (
    partition by named.site_id, named.sale_id, named.payment_id
    order by tender_map.site_id nulls last, tender_map.method, tender_map.tender_kind, tender_map.is_cash_equivalent
) = 1
