{{ config(materialized='table') }}
-- Slots that still run, each with its newest `slot_weeks` classes held and what they say: weak in every one of them, full in
-- every one with people left waiting in at least half, or neither. One weak week says nothing.
with classes as (
    select * from {{ ref('int_slot_classes') }}
),

unmet as (
    select * from {{ ref('int_slot_unmet') }}
),

summed as (
    select
        site_id,
        class_schedule_id,
        weekday,
        local_start,
        as_of_date,
        arg_max(class_description_id, (starts_at_local, class_id)) as class_description_id,
        arg_max(class_name, (starts_at_local, class_id)) as class_name,
        arg_max(location_id, (starts_at_local, class_id)) as location_id,
        arg_max(scheduled_staff_id, (starts_at_local, class_id)) filter (where is_held) as scheduled_staff_id,
        arg_max(minutes, (starts_at_local, class_id)) as minutes,
        min(local_date) filter (where not is_past and not is_cancelled) as next_class_on,
        max(local_date) filter (where is_held) as last_class_on,
        count(*) filter (where is_held) as held_n,
        count(*) filter (where is_past and is_cancelled) as cancelled_n,
        count(*) filter (where is_judged) as judged_n,
        count(*) filter (where is_judged and max_capacity is not null) as judged_with_capacity_n,
        count(*) filter (where is_judged and is_low) as low_n,
        count(*) filter (where is_judged and is_full) as full_n,
        cast(sum(max_capacity) filter (where is_judged) as bigint) as capacity,
        cast(sum(signed_in) filter (where is_judged) as bigint) as attended,
        -- Without a capacity nobody knows of a free place.
        cast(sum(greatest(max_capacity - places_taken, 0)) filter (where is_judged) as bigint) as free_places
    from classes
    group by site_id, class_schedule_id, weekday, local_start, as_of_date
)

select
    summed.* exclude (as_of_date),
    coalesce(unmet.unmet_n, 0) as unmet_n,
    coalesce(unmet.unmet_persons_n, 0) as unmet_persons_n,
    coalesce(unmet.unmet_served_n, 0) as unmet_served_n,
    case
        when summed.judged_n < {{ var('slot_weeks') }} then 'too_few_classes'
        when summed.judged_with_capacity_n < summed.judged_n then 'no_capacity'
        when summed.low_n = summed.judged_n then 'drop'
        when summed.full_n = summed.judged_n and 2 * unmet.unmet_classes_n >= summed.judged_n then 'add'
        else 'keep'
    end as advice
from summed
left join unmet
    on summed.site_id = unmet.site_id
    and summed.class_schedule_id = unmet.class_schedule_id
    and summed.weekday = unmet.weekday
    and summed.local_start = unmet.local_start
where summed.next_class_on is not null or summed.last_class_on > summed.as_of_date - 7
