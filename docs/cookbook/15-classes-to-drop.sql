-- Which classes run nearly empty, week after week, and who would have nowhere to go?
-- Weekly slots with the advice drop: weakest first. persons_n came to the classes judged, persons_elsewhere_n of them to others as
-- well; stranded_per_class are sign-ins that no other class of the kind has room for. It is an advice: the studio knows the rest.
select
    site_id,
    class_schedule_id,
    class_name,
    weekday,
    local_start,
    judged_n,
    attended,
    capacity,
    fill_rate_attended,
    persons_n,
    persons_elsewhere_n,
    stranded_per_class,
    reason_text
from fct_schedule_what_if
where advice = 'drop'
order by fill_rate_attended, site_id, class_schedule_id, weekday, local_start;
