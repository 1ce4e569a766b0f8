{{ config(materialized='table') }}
-- What each person can still come on: pricing options not used up, not returned and not expired at as_of, each with the visits
-- left as they were read. One that waits for its first use has no end yet, whatever is told.
with holdings as (
    select * from {{ ref('stg_mindbody__client_services') }} where not coalesce(returned, false)
),

segments as (
    select site_id, client_service_id, owner_person_key, segment from {{ ref('int_pass_segments') }}
),

as_of as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
),

held as (
    select
        holdings.site_id,
        segments.owner_person_key as person_key,
        segments.segment,
        coalesce(holdings.client_service_name, 'an option without a name') as option_name,
        holdings.client_service_id,
        holdings.payment_date,
        holdings.remaining,
        case when holdings.active_date is not null then holdings.expiration_date end as expires_on,
        as_of.as_of_date,
        segments.segment in ('pack', 'intro') as is_pack
    from holdings
    inner join segments
        on holdings.site_id = segments.site_id and holdings.client_service_id = segments.client_service_id
    inner join as_of on holdings.site_id = as_of.site_id
    where coalesce(holdings.payment_date <= as_of.as_of_date, true)
),

judged as (
    select
        *,
        remaining > 0 and coalesce(expires_on >= as_of_date, true) as is_usable,
        remaining >= {{ var('unlimited_count') }} as is_unlimited
    from held
),

-- An unlimited intro offer has no visits to lose, yet its end is when its holder decides.
summed as (
    select
        site_id,
        person_key,
        coalesce(bool_or(is_usable and is_unlimited), false) as has_unlimited,
        cast(coalesce(sum(remaining) filter (where is_usable and not is_unlimited), 0) as bigint) as visits_left,
        arg_max(option_name, (payment_date, client_service_id)) filter (where is_pack) as last_pack_name,
        arg_min(
            {
                'ends_on': expires_on,
                'option_name': option_name,
                'visits': if(is_unlimited, null, remaining)
            },
            (expires_on, client_service_id)
        ) filter (
            where is_usable and segment in ('pack', 'intro', 'drop_in') and expires_on is not null
        ) as first_to_end
    from judged
    where person_key is not null
    group by site_id, person_key
)

select
    site_id,
    person_key,
    has_unlimited,
    visits_left,
    last_pack_name,
    first_to_end.ends_on as expires_on,
    first_to_end.option_name as expiring_name,
    cast(first_to_end.visits as bigint) as expiring_visits
from summed
