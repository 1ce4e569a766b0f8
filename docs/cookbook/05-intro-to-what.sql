-- What do people buy after an intro offer, and after how many days?
-- A row per pricing option that intro offers led to, whenever that was. The median says when to make the offer: earlier than it.
select
    site_id,
    converted_to,
    count(*) as conversions_n,
    cast(quantile_disc(days_from_purchase, 0.5) as bigint) as median_days,
    count(*) filter (where is_converted_in_purchase_window) as in_window_n
from fct_intro_offer
where converted_on is not null and not is_returned
group by all
order by site_id, conversions_n desc, converted_to;
