-- Reasons why somebody may leave, one by one, in words a desk can read out to itself. Whoever is away for a reason is not missed,
-- nor whoever has booked.
with signs as (
    select * from {{ ref('int_client_signs') }}
),

-- Who has no habit yet is away since their last visit, a member who never came since they joined.
away as (
    select
        *,
        least(gap_days, as_of_date - member_since) as member_away_days,
        not is_away and next_booked_on is null as is_missed,
        coalesce(expires_on <= as_of_date + {{ var('expiring_days') }}, false) as is_expiring
    from signs
),

warnings as (
    select site_id, person_key, 'declined' as reason,
        'autopay refused since ' || dunning_since || ' and not paid' as reason_text
    from away
    where dunning_since is not null
    union all
    select site_id, person_key, 'ending',
        coalesce(membership_name, 'a membership without a name') || case
            when is_notice_given then ' is terminated for '
            when leaves_on <= as_of_date then ' has run out and may still be renewed; last day was before '
            else ' is not renewed; first day without it is '
        end || leaves_on
    from away
    where leaves_on <= as_of_date + {{ var('expiring_days') }} or (is_notice_given and leaves_on is not null)
    union all
    select site_id, person_key, 'absent',
        'a member since ' || member_since || coalesce(
            ', last came ' || last_visit_date || ', ' || {{ counted_noun('gap_days', 'day') }} || ' ago', ', never came'
        )
    from away
    where is_member and is_missed and usual_gap_days is null and member_away_days > {{ var('active_days') }}
    union all
    select site_id, person_key, 'overdue',
        'away ' || {{ counted_noun('gap_days', 'day') }} || ' since ' || last_visit_date || ', usually comes every '
        || {{ counted_noun('usual_gap_days', 'day') }}
    from away
    where (is_member or is_recent) and is_missed and usual_gap_days is not null
        and gap_days > greatest(long_gap_days, {{ var('overdue_days') }})
    union all
    select site_id, person_key, 'last_visits',
        if(visits_left = 0, 'no visit', {{ counted_noun('visits_left', 'visit') }}) || ' left, no membership; last bought ' || last_pack_name
    from away
    where is_recent and not is_member and not is_away and not is_expiring and not has_unlimited and last_pack_name is not null
        and visits_left <= {{ var('last_visits') }}
    union all
    select site_id, person_key, 'expiring',
        coalesce({{ counted_noun('expiring_visits', 'visit') }} || ' of ', '') || expiring_name || ', last day ' || expires_on
    from away
    where not is_away and is_expiring
    union all
    select site_id, person_key, 'suspended',
        'suspended since ' || suspended_from || coalesce(' until ' || suspended_until, ', no end told')
    from away
    where is_suspended and coalesce(suspended_until - suspended_from + 1 > {{ var('long_suspension_days') }}, true)
)

select
    site_id,
    person_key,
    reason,
    reason_text
from warnings
