-- Which intro offers turn into members and packs?
-- Converted means: a paid pricing option that is neither intro nor drop-in within intro_conversion_days of the purchase. Only
-- offers whose window is over are in the rate; those sold last month will follow.
select
    site_id,
    product_id,
    any_value(service_name) as service_name,
    sum(intros_n) as intros_n,
    sum(matured_purchase_n) as matured_n,
    sum(converted_purchase_n) as converted_n,
    round(sum(converted_purchase_n) / nullif(sum(matured_purchase_n), 0), 4) as conversion_rate
from fct_intro_conversion_month
group by site_id, product_id
order by site_id, conversion_rate desc nulls last;
