-- Whom should we call this week, and in which order?
-- People who have stayed away for longer than active_days and are not lapsed yet, those who are worth most first. net_sales is
-- what they have bought so far. The client's number leads to name and phone in Mindbody: the marts hold neither.
select
    spans.site_id,
    spans.person_key,
    any_value(clients.client_id) as client_id,
    any_value(spans.from_date) as at_risk_since,
    any_value(client_value.last_visit_date) as last_visit_date,
    any_value(client_value.attended_n) as attended_n,
    any_value(client_value.net_sales) as net_sales,
    any_value(client_value.currency) as currency
from fct_client_state_span as spans
inner join fct_client_value as client_value
    on spans.site_id = client_value.site_id and spans.person_key = client_value.person_key
left join dim_client as clients
    on
        spans.site_id = clients.site_id
        and spans.person_key = clients.person_key
        and not clients.is_merged_away
where spans.is_current and spans.state = 'at_risk'
group by spans.site_id, spans.person_key
order by spans.site_id, net_sales desc, spans.person_key;
