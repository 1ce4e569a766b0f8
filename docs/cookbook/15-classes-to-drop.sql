-- Which classes run nearly empty, week after week?
-- Series of classes by weekday and hour over their last eight weeks, weakest first. Places and people are sums, empty classes
-- among them; a series without capacity is in no rate and not listed. Look at who would have nowhere to go before you drop one.
with recent as (
    select
        *,
        max(local_date) over (partition by site_id) as newest_date
    from fct_class_occurrence
    where is_offered and is_past and not is_enrollment and signed_in is not null
)

select
    site_id,
    class_schedule_id,
    any_value(class_name) as class_name,
    dayname(local_date) as weekday,
    strftime(starts_at_local, '%H:%M') as starts_at,
    count(*) as classes_n,
    count(*) filter (where is_empty) as empty_n,
    sum(max_capacity) as capacity,
    sum(signed_in) as attended,
    round(sum(signed_in) / sum(max_capacity), 4) as fill_rate
from recent
where local_date > newest_date - 56 and max_capacity is not null
group by site_id, class_schedule_id, weekday, starts_at
having classes_n >= 4
order by fill_rate, site_id, class_schedule_id, weekday, starts_at;
