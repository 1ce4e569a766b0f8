-- Clients a desk should call, and why, the most urgent first. No names: the client id leads the desk to the person. The score is
-- the sum of the points (seed at_risk_reason) of the reasons and of being a member, nothing else. Who has lapsed and holds no
-- membership comes last: the others can still be kept.
with signs as (
    select * from {{ ref('int_client_signs') }}
),

warnings as (
    select * from {{ ref('int_client_warnings') }}
),

weights as (
    select reason, points from {{ ref('at_risk_reason') }}
),

scored as (
    select
        warnings.site_id,
        warnings.person_key,
        sum(weights.points) as score,
        count(*) as reasons_n,
        first(warnings.reason order by weights.points desc, warnings.reason) as main_reason,
        string_agg(warnings.reason, ' ' order by weights.points desc, warnings.reason) as reasons,
        string_agg(warnings.reason_text, '; ' order by weights.points desc, warnings.reason) as reason_text
    from warnings
    inner join weights on warnings.reason = weights.reason
    group by warnings.site_id, warnings.person_key
),

listed as (
    select
        signs.*,
        cast(scored.score + if(signs.is_member, member.points, 0) as integer) as score,
        cast(scored.reasons_n as integer) as reasons_n,
        scored.main_reason,
        scored.reasons,
        scored.reason_text,
        not signs.is_member and coalesce(signs.gap_days > {{ state_days('lapsed_days') }}, false) as is_lapsed
    from scored
    inner join signs on scored.site_id = signs.site_id and scored.person_key = signs.person_key
    inner join weights as member on member.reason = 'member'
)

select
    site_id,
    person_key,
    client_id,
    as_of_date,
    cast(
        row_number() over (
            partition by site_id
            order by is_lapsed, score desc, gap_days / usual_gap_days desc nulls last, person_key
        ) as integer
    ) as rank_no,
    score,
    reasons_n,
    main_reason,
    reasons,
    reason_text,
    is_member,
    is_lapsed,
    membership_key,
    membership_name,
    leaves_on,
    dunning_since,
    suspended_from,
    suspended_until,
    last_visit_date,
    cast(gap_days as integer) as gap_days,
    usual_gap_days,
    cast(long_gap_days as integer) as long_gap_days,
    visits_left,
    expires_on,
    next_booked_on,
    last_location_id,
    last_staff_id
from listed
