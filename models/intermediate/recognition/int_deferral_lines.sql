-- Lines that sell what is delivered later, and the deferral each belongs to: that of the pricing option it put into the client's
-- hands, or one of its own. What is paid for an option on a later day is a deferral of its own, too: nothing of it can be earned
-- before it is sold, and what was earned before stays as it was booked.
with lines as (
    select
        *,
        coalesce(
            payment_ref_id <> 0 and local_date > min(local_date) over (partition by site_id, payment_ref_id), false
        ) as is_later_payment
    from {{ ref('int_booked_lines') }}
    where treatment = 'deferred'
)

select
    *,
    coalesce(
        case when not is_later_payment then 'service-' || nullif(payment_ref_id, 0) end,
        'line-' || sale_id || '-' || sale_detail_id
    ) as deferral_id,
    -- With the discount as a contra account the list price is deferred, else what was asked.
    case when discount_policy = 'contra' then net_units + discount_units else net_units end as deferred_units
from lines
