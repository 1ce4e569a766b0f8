-- Which membership goes on from which, one from one: the one Mindbody names, else the next of the same person and program that
-- starts at most `renewal_grace_days` after the end or `early_renewal_days` before it (one that runs on beside it longer than
-- that is a second membership). Of several the nearest, the same contract first; where two want the same, the nearer has it, and
-- the other goes on from what is left.
with recursive terms as (
    select
        *,
        least(ends_on, closed_on) as over_on,
        row_number() over (
            partition by site_id, person_key, program_id, ends_on order by started_on, membership_key
        ) as end_place,
        row_number() over (partition by site_id, person_key, program_id, started_on order by membership_key) as start_place
    from {{ ref('int_membership_terms') }}
),

pairs as (
    select
        former.site_id,
        former.membership_key,
        next.membership_key as successor_key,
        next.started_on as renewed_on,
        former.auto_renew_client_contract_id is distinct from next.client_contract_id as is_guessed,
        abs(next.started_on - former.ends_on) as distance_days,
        former.contract_id is distinct from next.contract_id as is_other_contract,
        abs(next.start_place - former.end_place) as place_distance
    from terms as former
    inner join terms as next
        on former.site_id = next.site_id
        and former.person_key = next.person_key
        and former.program_id = next.program_id
        and next.started_on > former.started_on
        and (
            former.auto_renew_client_contract_id = next.client_contract_id
            or next.started_on between former.ends_on - {{ var('early_renewal_days') }}
                and former.ends_on + {{ var('renewal_grace_days') }}
        )
    where former.ends_on is not null
        -- Ended by somebody before it could go on.
        and coalesce(former.closed_on > least(former.ends_on, next.started_on), true)
        -- What began early and was over before the other's end renewed nothing.
        and (next.started_on >= former.ends_on or coalesce(next.over_on > former.ends_on, true))
),

ranked as (
    select
        site_id,
        membership_key,
        successor_key,
        renewed_on,
        row_number() over (
            order by
                is_guessed, distance_days, is_other_contract, place_distance, renewed_on, successor_key, membership_key, site_id
        ) as place
    from pairs
),

-- Each round takes the pairs that are the best of both their sides, and leaves those of which neither side is taken yet.
rounds as (
    select
        *,
        false as is_taken
    from ranked
    union all
    select
        site_id,
        membership_key,
        successor_key,
        renewed_on,
        place,
        is_best as is_taken
    from (
        select
            *,
            bool_or(is_best) over (partition by site_id, membership_key) as is_former_taken,
            bool_or(is_best) over (partition by site_id, successor_key) as is_next_taken
        from (
            select
                *,
                place = min(place) over (partition by site_id, membership_key)
                and place = min(place) over (partition by site_id, successor_key) as is_best
            from rounds
            where not is_taken
        ) as compared
    ) as judged
    where is_best or not (is_former_taken or is_next_taken)
)

select
    site_id,
    membership_key,
    successor_key,
    renewed_on
from rounds
where is_taken
