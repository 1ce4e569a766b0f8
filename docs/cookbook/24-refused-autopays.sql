-- How much autopay money is refused, and is it getting worse?
-- By the day an autopay was planned for. A refused autopay that stays unpaid for dunning_days is counted as a membership lost, so
-- this is next month's involuntary churn.
select
    site_id,
    cast(date_trunc('month', scheduled_date) as date) as month,
    count(*) filter (where status = 'successful') as paid_n,
    count(*) filter (where status = 'declined') as declined_n,
    coalesce(sum(amount) filter (where status = 'successful'), 0) as paid_amount,
    coalesce(sum(amount) filter (where status = 'declined'), 0) as declined_amount,
    round(
        count(*) filter (where status = 'declined') / nullif(count(*) filter (where status in ('successful', 'declined')), 0), 4
    ) as declined_rate,
    currency
from fct_autopay_event
where scheduled_date is not null and status in ('successful', 'declined')
group by site_id, month, currency
order by site_id, month;
