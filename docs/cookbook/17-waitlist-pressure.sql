-- Where do people wait in vain?
-- Persons who waited, each once per class, by kind of class and what came of it. Promoted people got a place; unmet ones did not,
-- and would have paid. waited_per_class above 1 asks for a bigger room or a second class.
select
    waits.site_id,
    waits.class_description_id,
    any_value(dim_class.class_description_name) as class_name,
    count(distinct waits.class_id) as classes_n,
    count(*) as waited_n,
    count(*) filter (where waits.result = 'promoted') as promoted_n,
    count(*) filter (where waits.result = 'unmet') as unmet_n,
    round(count(*) / count(distinct waits.class_id), 2) as waited_per_class
from fct_class_waitlist as waits
inner join dim_class
    on waits.site_id = dim_class.site_id and waits.class_description_id = dim_class.class_description_id
where waits.is_past and not waits.is_class_cancelled
group by waits.site_id, waits.class_description_id
order by waits.site_id, unmet_n desc, waits.class_description_id;
