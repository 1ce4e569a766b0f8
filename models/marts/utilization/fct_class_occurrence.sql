-- Every class with what came of it, sessions of enrollments among them but flagged: people book those as a series. Rates are null
-- where there is nothing to divide by, and never clipped: a class for ten to which eleven came is 110 % full.
with classes as (
    select
        occurrences.* exclude (end_utc),
        teachers.scheduled_staff_id,
        false as is_enrollment
    from {{ ref('int_class_occurrences') }} as occurrences
    left join {{ ref('int_class_teachers') }} as teachers
        on occurrences.site_id = teachers.site_id and occurrences.class_id = teachers.class_id
),

sessions as (
    select
        * exclude (end_utc, total_booked_waitlist),
        total_booked as booked,
        total_signed_in as signed_in,
        total_booked_waitlist as waitlisted,
        false as is_roster_known,
        true as is_enrollment
    from {{ ref('int_enrollment_sessions') }}
),

all_classes as (
    select * from classes
    union all by name
    select * from sessions
),

waitlists as (
    select
        site_id,
        class_id,
        count(*) as waitlisted_persons,
        count(*) filter (where result = 'promoted') as promoted_n,
        count(*) filter (where result = 'unmet') as unmet_n,
        count(*) filter (where result = 'withdrawn') as withdrawn_n
    from {{ ref('int_class_waitlists') }}
    group by site_id, class_id
),

waitlists_read as (
    select distinct
        site_id,
        try_cast(parent_key as bigint) as class_id
    from {{ source('meta', 'parent_reads') }}
    where stream = 'waitlist_entries'
),

comps as (
    select
        visits.site_id,
        visits.class_id,
        count(*) as comp_n
    from {{ ref('int_visits_outcomes') }} as visits
    inner join {{ ref('int_pass_segments') }} as options
        on visits.site_id = options.site_id and visits.service_id = options.client_service_id
    where visits.class_id is not null and visits.outcome = 'attended' and options.is_given_away
    group by visits.site_id, visits.class_id
),

counted as (
    select
        all_classes.*,
        -- A cancellation that came late freed the place for somebody else.
        booked - coalesce(late_cancel, 0) as places_taken,
        -- Without a staff token the API keeps totals to itself: null is not nobody.
        waitlists.class_id is not null or waitlists_read.class_id is not null or coalesce(waitlisted = 0, false)
            as is_waitlist_known,
        coalesce(waitlists.waitlisted_persons, 0) as people_waiting,
        coalesce(waitlists.promoted_n, 0) as people_promoted,
        coalesce(waitlists.unmet_n, 0) as people_unmet,
        coalesce(waitlists.withdrawn_n, 0) as people_withdrawn,
        if(is_roster_known, coalesce(comps.comp_n, 0), null) as comp_n
    from all_classes
    left join waitlists on all_classes.site_id = waitlists.site_id and all_classes.class_id = waitlists.class_id
    left join waitlists_read
        on all_classes.site_id = waitlists_read.site_id and all_classes.class_id = waitlists_read.class_id
    left join comps on all_classes.site_id = comps.site_id and all_classes.class_id = comps.class_id
)

select
    site_id,
    class_id,
    class_schedule_id,
    class_description_id,
    class_name,
    location_id,
    room_id,
    staff_id,
    scheduled_staff_id,
    start_local as starts_at_local,
    end_local as ends_at_local,
    start_utc as starts_at_utc,
    cast(start_local as date) as local_date,
    max_capacity,
    web_capacity,
    booked,
    signed_in,
    late_cancel,
    no_show,
    early_cancel,
    booked_future,
    unresolved,
    web_booked,
    comp_n,
    signed_in - comp_n as paid_n,
    waitlisted,
    if(is_waitlist_known, people_waiting, null) as waitlisted_persons,
    if(is_waitlist_known, people_promoted, null) as promoted_n,
    if(is_waitlist_known, people_unmet, null) as unmet_n,
    if(is_waitlist_known, people_withdrawn, null) as withdrawn_n,
    total_booked,
    total_signed_in,
    if(is_roster_known, total_booked - places_taken, null) as booked_difference,
    if(is_roster_known, total_signed_in - signed_in, null) as signed_in_difference,
    if(is_past and not is_cancelled, {{ ratio('signed_in', 'max_capacity') }}, null) as fill_rate_attended,
    if(not is_cancelled, {{ ratio('booked', 'max_capacity') }}, null) as fill_rate_booked,
    if(is_past and not is_cancelled, {{ ratio('signed_in - comp_n', 'max_capacity') }}, null) as paid_fill,
    if(not is_cancelled, {{ ratio('web_booked', 'web_capacity') }}, null) as web_fill,
    if(is_past and not is_cancelled, {{ ratio('signed_in', 'signed_in + no_show + late_cancel') }}, null) as show_rate,
    if(not is_cancelled and is_waitlist_known, {{ ratio('people_waiting', 'max_capacity') }}, null) as waitlist_pressure,
    is_roster_known,
    is_waitlist_known,
    max_capacity is null as is_without_capacity,
    coalesce(places_taken > max_capacity or signed_in > max_capacity, false) as is_overbooked,
    coalesce(is_past and not is_cancelled and signed_in = 0, false) as is_empty,
    is_cancelled,
    is_hidden,
    is_substitute,
    is_enrollment,
    is_past,
    is_offered
from counted
