-- How often do people come, and is the middle thinning out?
-- The distribution behind the mean: share of a month's people by number of visits. Once a month is a risk, eight times a habit.
select
    site_id,
    month,
    sum(people_n) filter (where visits_n = 1) as once_n,
    sum(people_n) filter (where visits_n between 2 and 4) as two_to_four_n,
    sum(people_n) filter (where visits_n between 5 and 8) as five_to_eight_n,
    sum(people_n) filter (where visits_n > 8) as more_n,
    sum(people_n) as people_n,
    any_value(visits_per_active_30d) as visits_per_active_30d
from fct_visit_frequency_month
where is_mature
group by site_id, month
order by site_id, month;
