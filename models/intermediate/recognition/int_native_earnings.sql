{{ config(materialized='table') }}
-- What Mindbody's Earned Revenue report counts, up to as_of: an option without a count, or of a membership, gives up its price
-- by the day; any other by the session, and what is unused when it ends expires then. Amounts are differences of rounded
-- totals, so that they sum to the price. The report knows no returns, but an option that was given back whole delivers nothing
-- any more.
with options as (
    select options.*, as_of.as_of_date
    from {{ ref('int_native_options') }} as options
    inner join {{ ref('int_as_of') }} as as_of on options.site_id = as_of.site_id
),

uses as (
    select * from {{ ref('int_pass_uses') }}
),

-- What the desk books late, or sells late, is earned on the day of the sale.
delivered_by_use as (
    select
        options.site_id,
        options.payment_ref,
        greatest(uses.local_date, options.sold_on) as local_date,
        sum(uses.sessions) as parts
    from options
    inner join uses on options.site_id = uses.site_id and options.client_service_id = uses.client_service_id
    where not options.is_by_day and uses.sessions > 0
    group by options.site_id, options.payment_ref, greatest(uses.local_date, options.sold_on)
),

-- The days up to the sale are one: an option may be told to have begun in 1900.
spans as (
    select
        site_id,
        payment_ref,
        sold_on,
        starts_on,
        least(greatest(expires_on, starts_on), as_of_date) as last_day,
        least(greatest(starts_on, sold_on), greatest(expires_on, starts_on), as_of_date) as first_day
    from options
    where is_by_day and starts_on <= as_of_date and expires_on is not null
),

days as (
    select
        *,
        cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from spans
),

delivered_by_day as (
    select
        site_id,
        payment_ref,
        greatest(day, sold_on) as local_date,
        if(day = first_day, day - starts_on + 1, 1) as parts
    from days
),

delivered as (
    select * from delivered_by_use
    union all
    select * from delivered_by_day
),

stepped as (
    select
        options.site_id,
        options.payment_ref,
        delivered.local_date,
        options.section,
        options.gross_units,
        options.net_units,
        options.part_count,
        least(sum(delivered.parts) over so_far, options.part_count) as step_after,
        least(sum(delivered.parts) over so_far - delivered.parts, options.part_count) as step_before
    from options
    inner join delivered on options.site_id = delivered.site_id and options.payment_ref = delivered.payment_ref
    -- How many parts a price has may be told by nothing that was read: then it waits for the option to end.
    where options.part_count is not null
        and delivered.local_date <= options.as_of_date
        and coalesce(delivered.local_date <= options.returned_on, true)
    window so_far as (
        partition by delivered.site_id, delivered.payment_ref order by delivered.local_date rows unbounded preceding
    )
),

last_steps as (
    select
        site_id,
        payment_ref,
        max(step_after) as step
    from stepped
    group by site_id, payment_ref
),

expired as (
    select
        options.site_id,
        options.payment_ref,
        greatest(options.expires_on, options.sold_on) as local_date,
        options.gross_units,
        options.net_units,
        coalesce(options.part_count, 1) as part_count,
        coalesce(last_steps.step, 0) as step
    from options
    left join last_steps on options.site_id = last_steps.site_id and options.payment_ref = last_steps.payment_ref
    where not options.is_by_day
        and options.expires_on is not null
        and greatest(options.expires_on, options.sold_on) <= options.as_of_date
        and coalesce(options.returned_on > options.expires_on, true)
),

earnings as (
    select
        site_id,
        payment_ref,
        local_date,
        section,
        {{ earned_through('gross_units', 'step_after', '0', 'part_count') }}
        - {{ earned_through('gross_units', 'step_before', '0', 'part_count') }} as gross_units,
        {{ earned_through('net_units', 'step_after', '0', 'part_count') }}
        - {{ earned_through('net_units', 'step_before', '0', 'part_count') }} as net_units
    from stepped
    union all
    select
        site_id,
        payment_ref,
        local_date,
        'Expired Series' as section,
        gross_units - {{ earned_through('gross_units', 'step', '0', 'part_count') }},
        net_units - {{ earned_through('net_units', 'step', '0', 'part_count') }}
    from expired
)

select
    site_id,
    payment_ref,
    local_date,
    section,
    cast(gross_units as hugeint) as gross_units,
    cast(net_units as hugeint) as net_units
from earnings
where gross_units <> 0 or net_units <> 0
