-- By Mindbody's own rules an option never earns more than its price, and all of it once it has ended and was not given back.
with earned as (
    select
        site_id,
        payment_ref,
        sum(net_units) as units
    from {{ ref('int_native_earnings') }}
    group by site_id, payment_ref
)

select
    options.site_id,
    options.payment_ref,
    options.section,
    options.net_units,
    coalesce(earned.units, 0) as earned_units
from {{ ref('int_native_options') }} as options
inner join {{ ref('int_as_of') }} as as_of on options.site_id = as_of.site_id
left join earned on options.site_id = earned.site_id and options.payment_ref = earned.payment_ref
where
    coalesce(earned.units, 0) not between least(options.net_units, 0) and greatest(options.net_units, 0)
    or (
        coalesce(earned.units, 0) <> options.net_units
        and options.returned_on is null
        and options.expires_on is not null
        and options.starts_on is not null
        and greatest(options.starts_on, options.expires_on, options.sold_on) <= as_of.as_of_date
    )
