-- Each intro offer is counted once, in the month it was bought in, and no more convert than could.
with offers as (
    select
        site_id,
        cast(date_trunc('month', bought_on) as date) as month,
        count(*) as intros_n
    from {{ ref('fct_intro_offer') }}
    group by site_id, date_trunc('month', bought_on)
),

months as (
    select
        site_id,
        month,
        sum(intros_n) as intros_n,
        bool_or(
            converted_purchase_n > matured_purchase_n
            or converted_expiry_n > matured_expiry_n
            or matured_purchase_n > intros_n - returned_n
            or matured_expiry_n > intros_n - returned_n - open_ended_n
        ) as is_beyond
    from {{ ref('fct_intro_conversion_month') }}
    group by site_id, month
)

select
    site_id,
    month,
    offers.intros_n as expected_n,
    months.intros_n,
    months.is_beyond
from offers
full join months using (site_id, month)
where offers.intros_n is distinct from months.intros_n or months.is_beyond
