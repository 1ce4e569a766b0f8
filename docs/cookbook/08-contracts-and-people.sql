-- Why does the count of contracts say something else than the count of members?
-- Contracts count each membership by itself, so that who holds two counts twice and who changes from one program to another ends
-- one; people count once, and one in grace between two contracts is still a member without any. Report people; use contracts to
-- tie to Mindbody's own lists.
with contracts as (
    select
        site_id,
        month,
        sum(active_end) as contracts_end,
        sum(churned_n) as contracts_churned,
        sum(renewed_n) as contracts_renewed
    from fct_contract_churn_month
    group by all
)

select
    people.site_id,
    people.month,
    people.active_end as people_end,
    contracts.contracts_end,
    people.churned_n as people_churned,
    contracts.contracts_churned,
    contracts.contracts_renewed
from fct_membership_churn_site_month as people
inner join contracts on people.site_id = contracts.site_id and people.month = contracts.month
order by people.site_id, people.month;
