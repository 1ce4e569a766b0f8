-- Advice follows from what is shown beside it, and no part is more than its whole. Slots that say otherwise.
select
    site_id,
    class_schedule_id,
    weekday,
    local_start,
    advice
from {{ ref('fct_schedule_what_if') }}
where judged_n > least(held_n, {{ var('slot_weeks') }})
    or greatest(low_n, full_n) > judged_n
    or (advice = 'drop' and (low_n <> judged_n or judged_n <> {{ var('slot_weeks') }} or reason_text is null))
    or (advice = 'add' and (full_n <> judged_n or unmet_n = 0 or reason_text is null))
    or (advice not in ('drop', 'add') and reason_text is not null)
    or regulars_n > persons_n
    or persons_elsewhere_n > persons_n
    or unmet_served_n > unmet_n
    or unmet_persons_n > unmet_n
    or movable_per_class + stranded_per_class <> attended_per_class
