{{ config(materialized='table') }}
-- Pricing options sold, with what Mindbody's own reports on them go by: how many parts their price has and when they end, as told
-- today. Neither the studio's policies nor the expiry the ledger holds count here: the reports know nothing of either.
with lines as (
    select
        *,
        coalesce(
            cast(payment_ref_id as varchar), 'line-' || sale_id || '-' || sale_detail_id
        ) as payment_ref,
        {{ to_units('gross', 'currency') }} as gross_units,
        {{ to_units('net', 'currency') }} as net_units
    from {{ ref('int_sale_lines') }}
    where item_kind = 'service' and local_date is not null
),

-- What is paid for an option later is part of its price.
sold as (
    select
        *,
        sum(gross_units) over same_option as all_gross_units,
        sum(net_units) over same_option as all_net_units,
        sum(quantity) over same_option as pieces
    from lines
    where not is_reversal
    window same_option as (partition by site_id, payment_ref)
    qualify row_number() over (
        partition by site_id, payment_ref order by local_date, sale_local, sale_id, sale_detail_id
    ) = 1
),

given_back as (
    select
        site_id,
        payment_ref,
        local_date,
        sum(sum(-net_units)) over (
            partition by site_id, payment_ref order by local_date rows unbounded preceding
        ) as units_so_far
    from lines
    where is_reversal
    group by site_id, payment_ref, local_date
),

-- A count of nothing, or below it, counts nothing.
holdings as (
    select * replace (if(session_count > 0, session_count, null) as session_count)
    from {{ ref('stg_mindbody__client_services') }}
),

services as (
    select * replace (if(session_count > 0, session_count, null) as session_count)
    from {{ ref('stg_mindbody__services') }}
),

names as (
    select * from {{ ref('int_pass_prices') }}
),

first_uses as (
    select
        site_id,
        client_service_id,
        min(local_date) as first_use_on
    from {{ ref('int_pass_uses') }}
    where outcome = 'attended'
    group by site_id, client_service_id
),

joined as (
    select
        sold.*,
        holdings.client_id as holder_id,
        holdings.expiration_date as held_until,
        coalesce(names.service_name, sold.item_name) as pricing_option,
        names.program_name as category_name,
        coalesce(services.service_type = 'Unlimited', false)
        or coalesce(coalesce(holdings.session_count, services.session_count) >= {{ var('unlimited_count') }}, false)
            as is_unlimited,
        -- 0 is how the API writes "of no membership".
        coalesce(services.membership_id, 0) <> 0 as is_of_membership,
        coalesce(
            holdings.session_count, cast(services.session_count * greatest(sold.pieces, 1) as bigint)
        ) as session_count,
        services.expiration_unit,
        services.expiration_length,
        -- An option that lasts from its first use has neither a start nor an end before it, whatever is told.
        case
            when lower(services.expiration_type) like '%first%' then first_uses.first_use_on
            else coalesce(holdings.active_date, sold.active_date, sold.local_date)
        end as starts_on
    from sold
    left join holdings on sold.site_id = holdings.site_id and sold.payment_ref_id = holdings.client_service_id
    left join services on sold.site_id = services.site_id and sold.product_id = services.product_id
    left join names on sold.site_id = names.site_id and sold.payment_ref_id = names.client_service_id
    left join first_uses on sold.site_id = first_uses.site_id and sold.payment_ref_id = first_uses.client_service_id
),

ended as (
    select
        *,
        is_unlimited or is_of_membership as is_by_day,
        case
            when starts_on is not null
                then coalesce(
                    held_until, exp_date, {{ later_by('starts_on', 'expiration_length', 'expiration_unit') }} - 1
                )
        end as expires_on,
        (
            select min(given_back.local_date)
            from given_back
            where given_back.site_id = joined.site_id
                and given_back.payment_ref = joined.payment_ref
                and given_back.units_so_far >= joined.all_net_units
        ) as returned_on
    from joined
)

select
    site_id,
    payment_ref,
    payment_ref_id as client_service_id,
    coalesce(holder_id, client_id) as client_id,
    location_id,
    product_id,
    pricing_option,
    category_name,
    local_date as sold_on,
    is_unlimited,
    is_of_membership,
    is_by_day,
    case
        when is_unlimited then 'Unlimited'
        when is_of_membership then 'Membership Series'
        else 'Limited'
    end as section,
    starts_on,
    expires_on,
    returned_on,
    cast(all_gross_units as hugeint) as gross_units,
    cast(all_net_units as hugeint) as net_units,
    -- An option that ends before it begins is delivered in one go.
    case when is_by_day then greatest(expires_on - starts_on + 1, 1) else session_count end as part_count,
    currency
from ended
