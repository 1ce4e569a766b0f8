-- Every booking of a class has one outcome, so that nobody attended who was not on the roster; whoever waited got a place, waits
-- on or withdrew.
select
    site_id,
    class_id,
    booked,
    signed_in,
    waitlisted_persons
from {{ ref('fct_class_occurrence') }}
where
    (is_roster_known and not is_cancelled and signed_in + late_cancel + no_show + booked_future + unresolved <> booked)
    or (is_roster_known and comp_n not between 0 and signed_in)
    or (is_waitlist_known and promoted_n + unmet_n + withdrawn_n <> waitlisted_persons)
