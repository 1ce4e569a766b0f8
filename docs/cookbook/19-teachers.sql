-- Who fills their classes, and whose classes go to substitutes?
-- By who really taught. Rates are sums over sums of classes with a capacity; the mean of single classes stands beside them and
-- lies higher where small classes are full. Compare teachers of like hours only.
select
    teachers.site_id,
    teachers.staff_id,
    any_value(dim_staff.staff_name) as staff_name,
    sum(teachers.held_n) as held_n,
    sum(teachers.empty_n) as empty_n,
    sum(teachers.attended) as attended,
    round(sum(teachers.held_attended_with_capacity) / nullif(sum(teachers.held_capacity), 0), 4) as fill_rate,
    sum(teachers.substitute_n) as substituted_for_others_n
from agg_teacher_month as teachers
left join dim_staff on teachers.site_id = dim_staff.site_id and teachers.staff_id = dim_staff.staff_id
where teachers.attribution = 'actual' and not teachers.is_enrollment
group by teachers.site_id, teachers.staff_id
order by teachers.site_id, fill_rate desc nulls last, teachers.staff_id;
