{{ config(materialized='table') }}
-- What each pricing option in a client's hands cost per visit. The chain is sale line (PaymentRefId) -> holding -> visit (ServiceId);
-- the key is the holding, never the client, since packs are shared and given.
with holdings as (
    select * from {{ ref('stg_mindbody__client_services') }}
),

services as (
    select * from {{ ref('dim_service') }}
),

lines as (
    select *
    from {{ ref('int_sale_lines') }}
    where payment_ref_id is not null and is_service and not is_reversal
    qualify row_number() over (partition by site_id, payment_ref_id order by sale_local, sale_detail_id) = 1
),

joined as (
    select
        coalesce(holdings.site_id, lines.site_id) as site_id,
        coalesce(holdings.client_service_id, lines.payment_ref_id) as client_service_id,
        coalesce(holdings.client_service_name, lines.item_name) as service_name,
        holdings.session_count,
        coalesce(holdings.product_id, lines.product_id) as product_id,
        holdings.program ->> '$.Name' as held_program,
        lines.location_id as sale_location_id,
        lines.sale_id,
        lines.net,
        lines.total,
        lines.quantity,
        holdings.client_service_id is not null as is_held,
        lines.sale_id is not null as is_sold
    from holdings
    full join lines
        on holdings.site_id = lines.site_id and holdings.client_service_id = lines.payment_ref_id
),

counted as (
    select
        joined.*,
        coalesce(services.program_name, joined.held_program) as program_name,
        coalesce(joined.session_count, services.session_count) as visits_in_option,
        coalesce(
            joined.session_count >= {{ var('unlimited_count') }}, false
        ) or coalesce(services.is_unlimited, false) as is_unlimited
    from joined
    left join services on joined.site_id = services.site_id and joined.product_id = services.product_id
)

select
    site_id,
    client_service_id,
    service_name,
    product_id,
    program_name,
    sale_id,
    sale_location_id,
    is_held,
    is_sold,
    is_unlimited,
    visits_in_option,
    case when quantity <> 0 then {{ amount_each('total', 'quantity') }} end as price,
    case
        when not is_unlimited and visits_in_option > 0 and quantity <> 0
            then {{ quotient_cents(
                ten_thousandths('total'), 'cast(quantity * visits_in_option * 100 as hugeint)'
            ) }}
    end as revenue_per_visit
from counted
