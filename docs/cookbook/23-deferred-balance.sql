-- What do we still owe our clients in sessions and days, and how did it get there?
-- The deferred roll-forward of each month: what was there, what was sold, what was earned or expired, what is left. end_balance is
-- the deferred revenue of the balance sheet; it ties to the packs that are still open.
with by_category as (
    select
        site_id,
        cast(date_trunc('month', month_end) as date) as month,
        currency,
        sum(deferred) as deferred_by_category
    from fct_deferred_balance
    group by all
)

select
    roll.site_id,
    roll.month,
    roll.begin_balance,
    roll.amount_in,
    roll.amount_out,
    roll.end_balance,
    by_category.deferred_by_category,
    roll.currency
from fct_liability_rollforward as roll
left join by_category
    on roll.site_id = by_category.site_id and roll.month = by_category.month and roll.currency = by_category.currency
where roll.kind = 'deferred'
order by roll.site_id, roll.month;
