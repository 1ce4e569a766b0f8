-- The Outstanding Series report as movements: summed up to a day they are what is still owed on each pricing option at its end,
-- which is what was paid for it less what was given back and what was earned, and never below nothing.
with options as (
    select * from {{ ref('int_native_options') }}
),

earnings as (
    select * from {{ ref('int_native_earnings') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

returned as (
    select
        site_id,
        cast(payment_ref_id as varchar) as payment_ref,
        local_date,
        sum({{ to_units('net', 'currency') }}) as units
    from {{ ref('int_sale_lines') }}
    where item_kind = 'service' and is_reversal and payment_ref_id is not null and local_date is not null
    group by site_id, payment_ref_id, local_date
),

moved as (
    select
        site_id,
        payment_ref,
        sold_on as local_date,
        'sold' as movement_kind,
        1 as rank,
        net_units as units
    from options
    union all
    select
        site_id,
        payment_ref,
        local_date,
        if(section = 'Expired Series', 'expired', 'earned'),
        if(section = 'Expired Series', 4, 2),
        -net_units
    from earnings
    union all
    select
        returned.site_id,
        returned.payment_ref,
        -- Nothing is given back before it is sold: a return that an owner moved to an earlier day counts on that of the sale.
        greatest(returned.local_date, options.sold_on),
        'returned',
        3,
        sum(returned.units)
    from returned
    inner join options on returned.site_id = options.site_id and returned.payment_ref = options.payment_ref
    group by returned.site_id, returned.payment_ref, greatest(returned.local_date, options.sold_on)
),

balanced as (
    select
        *,
        greatest(sum(units) over so_far, 0) as balance_units
    from moved
    window so_far as (partition by site_id, payment_ref order by local_date, rank rows unbounded preceding)
),

changed as (
    select
        *,
        balance_units - coalesce(
            lag(balance_units) over (partition by site_id, payment_ref order by local_date, rank), 0
        ) as moved_units
    from balanced
)

select
    changed.site_id,
    changed.payment_ref,
    changed.local_date,
    changed.movement_kind,
    options.client_id,
    options.category_name,
    options.pricing_option,
    options.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    options.is_unlimited,
    options.sold_on,
    options.expires_on,
    {{ from_units('cast(changed.moved_units as hugeint)', 'options.currency') }} as unearned,
    options.currency
from changed
inner join options on changed.site_id = options.site_id and changed.payment_ref = options.payment_ref
left join locations on options.site_id = locations.site_id and options.location_id = locations.location_id
where changed.moved_units <> 0
