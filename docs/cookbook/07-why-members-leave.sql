-- Do members leave, or do we lose them to refused cards?
-- Voluntary ends ask for a talk, involuntary ones for a new card, expired ones for a renewal offer before the day. Rates are by
-- members at the start of the month; a person with two programs counts once in each of them.
select
    churn.site_id,
    churn.month,
    churn.program_id,
    any_value(dim_service.program_name) as program_name,
    any_value(churn.active_start) as active_start,
    any_value(churn.voluntary_n) as voluntary_n,
    any_value(churn.involuntary_n) as involuntary_n,
    any_value(churn.expired_n) as expired_n,
    any_value(churn.gross_churn_rate) as gross_churn_rate
from fct_membership_churn_month as churn
left join dim_service on churn.site_id = dim_service.site_id and churn.program_id = dim_service.program_id
where churn.is_mature and churn.churned_n > 0
group by churn.site_id, churn.month, churn.program_id
order by churn.site_id, churn.month, churn.program_id;
