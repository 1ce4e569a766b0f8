-- Is the base growing: how many are new, active, at risk, lapsed?
-- One state per person at the end of a month. Active and new together are who comes; at_risk is where a call still helps.
-- Reactivated people came back after having lapsed: seldom chance, often a campaign.
select
    site_id,
    month,
    count(*) filter (where state = 'new') as new_n,
    count(*) filter (where state = 'active') as active_n,
    count(*) filter (where state = 'reactivated') as reactivated_n,
    count(*) filter (where state = 'at_risk') as at_risk_n,
    count(*) filter (where state = 'lapsed') as lapsed_n,
    count(*) filter (where state = 'prospect') as prospect_n,
    bool_and(is_mature) as is_mature
from fct_client_state_month
group by site_id, month
order by site_id, month;
