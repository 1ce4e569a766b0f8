-- How many intro offers led to a binding purchase, by the month they were bought in, on both windows. Rates count only offers
-- whose window is over, and none that was given back.
with intros as (
    select * from {{ ref('fct_intro_offer') }}
),

counted as (
    select
        site_id,
        cast(date_trunc('month', bought_on) as date) as month,
        product_id,
        min(service_name) as service_name,
        count(*) as intros_n,
        count(*) filter (where is_returned) as returned_n,
        count(*) filter (where not is_returned and expires_on is null) as open_ended_n,
        count(*) filter (where not is_returned and is_matured_purchase) as matured_purchase_n,
        count(*) filter (where not is_returned and is_matured_purchase and is_converted_in_purchase_window)
            as converted_purchase_n,
        count(*) filter (where not is_returned and is_matured_expiry) as matured_expiry_n,
        count(*) filter (where not is_returned and is_matured_expiry and is_converted_in_expiry_window) as converted_expiry_n
    from intros
    group by site_id, date_trunc('month', bought_on), product_id
)

select
    site_id,
    month,
    product_id,
    service_name,
    intros_n,
    returned_n,
    open_ended_n,
    matured_purchase_n,
    converted_purchase_n,
    cast(converted_purchase_n / nullif(matured_purchase_n, 0) as decimal(9, 6)) as purchase_conversion_rate,
    matured_expiry_n,
    converted_expiry_n,
    cast(converted_expiry_n / nullif(matured_expiry_n, 0) as decimal(9, 6)) as expiry_conversion_rate
from counted
