-- Whom should we call this week, and why?
-- One row per person, most urgent first; reason_text says it in words. A gap is held against the person's own rhythm, not against
-- everybody's. The client's number leads to name and phone in Mindbody: the marts hold neither. Lapsed people come last.
select
    risks.site_id,
    risks.rank_no,
    risks.client_id,
    risks.reason_text,
    risks.is_member,
    risks.last_visit_date,
    risks.next_booked_on,
    client_value.net_sales,
    client_value.currency
from fct_client_at_risk as risks
left join fct_client_value as client_value
    on risks.site_id = client_value.site_id and risks.person_key = client_value.person_key
where not risks.is_lapsed
order by risks.site_id, risks.rank_no;
