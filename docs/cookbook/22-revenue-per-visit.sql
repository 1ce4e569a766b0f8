-- What does a visit earn, by what the client came on?
-- Revenue that the earned books recognised for the visit itself, so packs, drop-ins and intros; memberships earn by the day and
-- are not in it. A visit without revenue was free, or its sale is not known: look at
-- visits_with_revenue_n before you quote the mean.
with earned as (
    select
        site_id,
        visit_id,
        currency,
        sum(credit - debit) as earned
    from fct_journal_line
    where basis = 'earned' and source_type = 'visit' and posting_role = 'REVENUE'
    group by all
)

select
    visits.site_id,
    visits.visit_segment,
    count(*) as visits_n,
    count(earned.visit_id) as visits_with_revenue_n,
    coalesce(sum(earned.earned), 0) as earned,
    round(sum(earned.earned) / nullif(count(earned.visit_id), 0), 4) as earned_per_visit,
    any_value(dim_site.currency) as currency
from fct_visit as visits
inner join dim_site on visits.site_id = dim_site.site_id
left join earned on visits.site_id = earned.site_id and visits.visit_id = earned.visit_id
where visits.outcome in ('attended', 'no_show', 'late_cancel', 'unresolved')
group by visits.site_id, visits.visit_segment
order by visits.site_id, visits_n desc;
