-- On the list is who a desk can call and should: nobody of the excluded, nobody away for a reason or booked because they are
-- missed, and in one unbroken order.
with listed as (
    select
        *,
        row_number() over (partition by site_id order by rank_no) as place
    from {{ ref('fct_client_at_risk') }}
),

people as (
    select
        site_id,
        person_key,
        bool_or(is_excluded_person) as is_excluded_person,
        count(*) filter (where client_id is not null) as client_ids
    from {{ ref('int_person') }}
    group by site_id, person_key
),

weights as (
    select points from {{ ref('at_risk_reason') }} where reason = 'member'
)

select
    listed.site_id,
    listed.person_key,
    listed.reasons
from listed
left join people on listed.site_id = people.site_id and listed.person_key = people.person_key
left join weights on listed.is_member
where coalesce(people.is_excluded_person, true)
    or people.client_ids = 0
    or listed.rank_no <> listed.place
    or listed.reasons_n <> len(string_split(listed.reasons, ' '))
    or (listed.reasons like '%overdue%' and (listed.next_booked_on is not null or listed.gap_days <= listed.long_gap_days))
    or (listed.reasons like '%declined%') <> (listed.dunning_since is not null)
    or (listed.is_lapsed and listed.is_member)
    or listed.score <= coalesce(weights.points, 0)
