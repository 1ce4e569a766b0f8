-- When is the demand: which hours of the week are full, and which are empty?
-- The last schedule_weeks whole weeks. A class over two hours counts with its share in each. unmet are people who waited and got
-- no place: an hour with many of them wants a second class.
select
    site_id,
    location_id,
    weekday,
    local_hour,
    classes,
    capacity,
    attended,
    fill_rate_attended,
    waitlisted,
    unmet
from agg_demand_hour
order by site_id, location_id, fill_rate_attended desc nulls last, weekday, local_hour;
