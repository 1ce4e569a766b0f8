-- The visits on an unlimited option share its price: each of them rounds by half a cent at most.
select
    visits.site_id,
    visits.service_id,
    prices.price,
    sum(visits.revenue) as spread
from {{ ref('rec_attendance') }} as visits
inner join {{ ref('int_pass_prices') }} as prices
    on visits.site_id = prices.site_id and visits.service_id = prices.client_service_id
where visits.is_unlimited and prices.price is not null
group by visits.site_id, visits.service_id, prices.price
having coalesce(abs(sum(visits.revenue) - prices.price) > 0.005 * count(*), true)
