-- Where does the money come from: a few, or many?
-- People with any purchase in ten groups of equal size, best first. earned is what of it has become revenue; the rest is still
-- owed to them. A top group above half of all sales is a risk with names.
with ranked as (
    select
        site_id,
        currency,
        net_sales,
        earned,
        attended_n,
        ntile(10) over (partition by site_id order by net_sales desc, person_key) as tenth
    from fct_client_value
    where net_sales <> 0
)

select
    site_id,
    tenth,
    count(*) as people_n,
    sum(net_sales) as net_sales,
    sum(earned) as earned,
    round(sum(net_sales) / sum(sum(net_sales)) over (partition by site_id), 4) as share_of_sales,
    round(avg(attended_n), 1) as mean_visits,
    any_value(currency) as currency
from ranked
group by site_id, tenth
order by site_id, tenth;
