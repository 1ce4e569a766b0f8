-- Which classes are booked and not attended?
-- Of bookings that stood: who came, who did not, who cancelled late. A low show rate on a full class with a waitlist means that
-- a late-cancel fee would fill places. Hidden and cancelled classes are left out.
select
    site_id,
    class_description_id,
    any_value(class_name) as class_name,
    sum(attended_on_rosters) as attended,
    sum(no_show) as no_show,
    sum(late_cancel) as late_cancel,
    round(sum(attended_on_rosters) / nullif(sum(attended_on_rosters + no_show + late_cancel), 0), 4) as show_rate
from agg_class_month
where not is_enrollment
group by site_id, class_description_id
order by show_rate nulls last, site_id, class_description_id;
