-- Of those who came for the first time: how many come in the months after?
-- Read a row as "in the third calendar month after their first, 41 % came". Only cohorts whose month is over are in a row, so
-- later rows stand on fewer and older people: compare people_n before you compare rates. Month 0 is whole by definition.
select
    site_id,
    month_index,
    sum(cohort_size) as people_n,
    sum(active_n) as retained_n,
    round(sum(active_n) / sum(cohort_size), 4) as retained_rate
from fct_cohort_retention
where cohort_type = 'first_visit' and active_n is not null
group by all
order by site_id, month_index;
