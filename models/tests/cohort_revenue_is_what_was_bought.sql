-- At the newest month that is over, what the cohorts of a type have bought is what all their people have, to the last digit.
with newest as (
    select site_id, cohort_type, sum(revenue_cum) as revenue, max(last_day(cohort_month + to_months(month_index))) as month_end
    from {{ ref('fct_cohort_retention') }}
    where revenue_cum is not null
    group by site_id, cohort_type, cohort_month + to_months(month_index)
    qualify row_number() over (
        partition by site_id, cohort_type order by cohort_month + to_months(month_index) desc
    ) = 1
),

bought as (
    select people.cohort_type, purchases.site_id, purchases.local_date, people.cohort_month, purchases.net
    from {{ ref('int_person_purchases') }} as purchases
    inner join {{ ref('int_cohort_people') }} as people
        on people.scope = cast(purchases.site_id as varchar) and people.person_key = purchases.person_key
)

select
    newest.site_id,
    newest.cohort_type,
    newest.revenue,
    sum(bought.net) as bought
from newest
left join bought
    on newest.site_id = bought.site_id
    and newest.cohort_type = bought.cohort_type
    and bought.local_date <= newest.month_end
    and bought.cohort_month <= newest.month_end
group by newest.site_id, newest.cohort_type, newest.revenue
having newest.revenue <> coalesce(sum(bought.net), 0)
