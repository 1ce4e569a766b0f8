-- Each slot of the timetable with what would happen if it were dropped, and if a class like it were added: the numbers of both
-- sides, whatever the advice. All of them are of the newest classes held that were judged.
with slots as (
    select * from {{ ref('int_slots') }}
),

people as (
    select * from {{ ref('int_slot_people') }}
),

alternatives as (
    select * from {{ ref('int_slot_alternatives') }}
),

put_together as (
    select
        slots.*,
        cast(slots.capacity / nullif(slots.judged_with_capacity_n, 0) as decimal(18, 4)) as capacity_per_class,
        cast(slots.attended / nullif(slots.judged_n, 0) as decimal(18, 4)) as attended_per_class,
        cast((slots.unmet_n - slots.unmet_served_n) / nullif(slots.judged_n, 0) as decimal(18, 4)) as expected_places,
        coalesce(people.persons_n, 0) as persons_n,
        coalesce(people.regulars_n, 0) as regulars_n,
        coalesce(people.persons_elsewhere_n, 0) as persons_elsewhere_n,
        coalesce(alternatives.alternatives_n, 0) as alternatives_n,
        cast(coalesce(alternatives.free_places, 0) as decimal(18, 4)) as alternative_places,
        alternatives.nearest_schedule_id,
        alternatives.nearest_weekday,
        alternatives.nearest_start
    from slots
    left join people
        on slots.site_id = people.site_id
        and slots.class_schedule_id = people.class_schedule_id
        and slots.weekday = people.weekday
        and slots.local_start = people.local_start
    left join alternatives
        on slots.site_id = alternatives.site_id
        and slots.class_schedule_id = alternatives.class_schedule_id
        and slots.weekday = alternatives.weekday
        and slots.local_start = alternatives.local_start
)

select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    class_description_id,
    class_name,
    coalesce(location_id, 0) as location_id,
    scheduled_staff_id,
    next_class_on,
    last_class_on,
    advice,
    case advice
        when 'drop' then
            'under {{ '%g' % (var('low_fill') * 100) }} % in each of the last ' || judged_n || ' classes ('
            || attended || ' of ' || capacity || ' places); ' || {{ counted_noun('persons_n', 'client') }} || ' touched, '
            || persons_elsewhere_n || ' of them come to other classes too; ' || coalesce(
                cast(round(alternative_places, 1) as decimal(9, 1))
                || ' places a week are free in other classes of its kind, nearest '
                || {{ weekday_name('nearest_weekday') }} || ' ' || nearest_start,
                'no other class of its kind has room'
            )
        when 'add' then
            'full in each of the last ' || judged_n || ' classes; ' || {{ counted_noun('unmet_persons_n', 'client') }}
            || ' waited in vain, ' || cast(round(expected_places, 1) as decimal(9, 1))
            || ' places a week would be taken by people who found no other class of its kind'
    end as reason_text,
    held_n,
    cancelled_n,
    judged_n,
    low_n,
    full_n,
    capacity,
    attended,
    if(judged_with_capacity_n = judged_n, {{ ratio('attended', 'capacity') }}, null) as fill_rate_attended,
    minutes as minutes_per_class,
    capacity_per_class,
    attended_per_class,
    persons_n,
    regulars_n,
    persons_elsewhere_n,
    alternatives_n,
    alternative_places,
    nearest_schedule_id,
    nearest_weekday,
    nearest_start,
    -- least() passes over the null of a slot that was never judged.
    if(attended_per_class is null, null, least(attended_per_class, alternative_places)) as movable_per_class,
    attended_per_class - least(attended_per_class, alternative_places) as stranded_per_class,
    unmet_n,
    unmet_persons_n,
    unmet_served_n,
    expected_places,
    {{ ratio('expected_places', 'capacity_per_class') }} as expected_fill_rate
from put_together
