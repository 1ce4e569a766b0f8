-- How much of the time our therapists and trainers offer is booked?
-- Minutes booked by minutes available, by month up to as_of. Appointments outside availability are in no rate: many of them mean
-- that availability is not kept up in Mindbody. Classes taught are in neither; the mart has them in a column of their own.
select
    days.site_id,
    days.staff_id,
    any_value(dim_staff.staff_name) as staff_name,
    cast(date_trunc('month', days.local_date) as date) as month,
    sum(days.available_minutes) as available_minutes,
    sum(days.booked_minutes) as booked_minutes,
    sum(days.outside_availability_minutes) as outside_availability_minutes,
    round(sum(days.booked_minutes) / nullif(sum(days.available_minutes), 0), 4) as utilization_rate
from fct_staff_utilization_day as days
inner join dim_staff on days.site_id = dim_staff.site_id and days.staff_id = dim_staff.staff_id
where days.is_past
group by days.site_id, days.staff_id, month
having sum(days.available_minutes + days.booked_minutes + days.outside_availability_minutes) > 0
order by days.site_id, days.staff_id, month;
