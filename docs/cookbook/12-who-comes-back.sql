-- Of the people who became at risk: how many came back, and how many lapsed?
-- Counts steps from one state to the next in the month they happen. saved_rate is of those who left at_risk, one way or the other.
select
    site_id,
    cast(date_trunc('month', from_date) as date) as month,
    count(*) filter (where state in ('active', 'reactivated')) as came_back_n,
    count(*) filter (where state = 'lapsed') as lapsed_n,
    round(count(*) filter (where state in ('active', 'reactivated')) / count(*), 4) as saved_rate
from fct_client_state_span
where entered_from = 'at_risk'
group by all
order by site_id, month;
