{{ config(materialized='table') }}
-- One row per deferred sale: a pack, a membership or the slice of an autopay. All days are inclusive on both ends. The expiry is
-- the one the ledger holds, which never changes, else the first of the list below that is known.
{%- set expiry_order = [
    ('autopay', 'case when held_until is null or autopay_until < held_until then autopay_until end'),
    ('holding', 'case when is_started then held_until end'),
    ('sale_line', 'case when is_started then line_until end'),
    ('first_use', 'case when is_started then first_use_until end'),
    ('dormancy', 'case when not is_started then dormant_until end'),
    ('policy', "starts_on + cast(expiry_days as integer) - 1")
] %}
with facts as (
    select
        *,
        -- An autopay pays until the day before the next one.
        {{ later_by('starts_on', 'autopay_length', 'autopay_unit') }} - 1 as autopay_until,
        {% if var('dormancy_days') is none -%}
        cast(null as date)
        {%- else -%}
        sold_on + {{ var('dormancy_days') }}
        {%- endif %} as dormant_until
    from {{ ref('int_deferral_facts') }}
),

registered as (
    select * from {{ ref('stg_ledger__expiry_registry') }}
),

-- An option that lasts from its first use has no end before that, whatever is told; one that slept too long never starts.
started as (
    select
        *,
        not is_from_first_use or (first_use_on is not null and first_use_on <= coalesce(dormant_until, first_use_on))
            as is_started,
        case when is_from_first_use then {{ later_by('first_use_on', 'expiration_length', 'expiration_unit') }} - 1 end
            as first_use_until
    from facts
),

told as (
    select
        *,
        coalesce(
            {%- for source, day in expiry_order %}
            {{ day }}{{ "," if not loop.last }}
            {%- endfor %}
        ) as told_on,
        case
            {%- for source, day in expiry_order %}
            when {{ day }} is not null then '{{ source }}'
            {%- endfor %}
        end as told_source
    from started
),

-- Suspended days in the time the option lasts by what is told today.
suspended as (
    select
        told.*,
        registered.expires_on as registered_on,
        coalesce(registered.expiry_source, told.told_source) as expiry_source,
        case
            when told.suspended_from is not null and told.told_on is not null
                then greatest(
                    least(coalesce(told.suspended_until, told.told_on), told.told_on)
                    - greatest(told.suspended_from, told.starts_on) + 1,
                    0
                )
            else 0
        end as suspended_days
    from told
    left join registered on told.site_id = registered.site_id and told.deferral_id = registered.deferral_id
),

-- A suspension moves the end out when Mindbody did so too, and by no more days than were suspended. The slice of an autopay ends
-- with the schedule.
ended as (
    select
        *,
        case
            when registered_on is null then told_on
            when told_on > registered_on and suspended_days > 0 and expiry_source <> 'autopay'
                then least(told_on, registered_on + cast(suspended_days as integer))
            else registered_on
        end as expires_on
    from suspended
),

-- Days that count. A suspension without an end takes none away: the slice is taken to move out by as many.
counted as (
    select
        *,
        expires_on - starts_on + 1
        - case
            when suspended_from is not null and suspended_until is not null
                then greatest(least(suspended_until, expires_on) - greatest(suspended_from, starts_on) + 1, 0)
            else 0
        end as day_count
    from ended
)

select
    site_id,
    deferral_id,
    client_service_id,
    sale_id,
    sale_detail_id,
    location_id,
    sold_on,
    item_kind,
    category_id,
    sub_category_id,
    program_id,
    product_id,
    client_id,
    contract_id,
    cast(units as hugeint) as units,
    cast(paid_units as hugeint) as paid_units,
    method,
    breakage,
    -- What goes by the day is delivered whole: no part of it is expected to stay unused.
    case when method = 'per_use' then breakage_rate end as breakage_rate,
    session_count,
    starts_on,
    expires_on,
    expiry_source,
    registered_on,
    told_on,
    suspended_from,
    suspended_until,
    cast(day_count as bigint) as day_count,
    -- Into how many steps the price is divided; a slice without a day that counts is earned on its last one.
    case when method = 'per_day' then greatest(cast(day_count as bigint), 1) else session_count end as step_count,
    -- The day at whose end what is left becomes breakage. Of what goes by the day nothing is left, unless it never started.
    case
        when breakage in ('at_expiry', 'proportional')
            and expires_on is not null
            and (method = 'per_use' or expiry_source = 'dormancy' or starts_on is null)
            then greatest(expires_on, sold_on)
    end as closes_on,
    policy_id,
    policy_version,
    currency
from counted
