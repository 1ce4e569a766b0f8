{{ config(materialized='table') }}
-- One row per deferral with all that tells how long it lasts: its sale, the option in the client's hands, the first use, the
-- schedule of the autopay, the owner's suspension.
with lines as (
    select
        *,
        row_number() over (
            partition by site_id, deferral_id order by local_date, sale_local, sale_id, sale_detail_id
        ) as place,
        sum(deferred_units) over same_deferral as units,
        sum(net_units) over same_deferral as paid_units,
        sum(quantity) over same_deferral as pieces
    from {{ ref('int_deferral_lines') }}
    window same_deferral as (partition by site_id, deferral_id)
),

holdings as (
    select * from {{ ref('stg_mindbody__client_services') }}
),

services as (
    select * from {{ ref('stg_mindbody__services') }}
),

-- One client number can stand on two profiles after an edit; the newest profile counts.
clients as (
    select
        site_id,
        client_id,
        {{ read_date("suspension_info ->> '$.SuspensionStartDate'") }} as suspended_from,
        {{ read_date("suspension_info ->> '$.SuspensionEndDate'") }} as suspended_until
    from {{ ref('stg_mindbody__clients') }}
    qualify row_number() over (partition by site_id, client_id order by client_unique_id desc) = 1
),

-- The same contract stands at every location that sells it.
contracts as (
    select
        site_id,
        contract_id,
        autopay_schedule ->> '$.FrequencyTimeUnit' as autopay_unit,
        try_cast(autopay_schedule ->> '$.FrequencyValue' as bigint) as autopay_length
    from {{ ref('stg_mindbody__contracts') }}
    qualify row_number() over (partition by site_id, contract_id order by location_id) = 1
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
        lines.*,
        coalesce(holdings.client_id, lines.client_id) as owner_id,
        holdings.active_date as held_from,
        holdings.expiration_date as held_until,
        services.expiration_unit,
        services.expiration_length,
        contracts.autopay_unit,
        contracts.autopay_length,
        coalesce(lower(services.expiration_type) like '%first%', false) as is_from_first_use,
        case when first_uses.first_use_on is not null then greatest(first_uses.first_use_on, lines.local_date) end
            as first_use_on,
        coalesce(
            case when holdings.session_count between 1 and {{ var('unlimited_count') }} - 1 then holdings.session_count end,
            case
                when services.session_count between 1 and {{ var('unlimited_count') }} - 1
                    then cast(services.session_count * greatest(lines.pieces, 1) as bigint)
            end
        ) as session_count
    from lines
    left join holdings
        on lines.site_id = holdings.site_id and lines.payment_ref_id = holdings.client_service_id
    left join services
        on lines.item_kind = 'service' and lines.site_id = services.site_id and lines.product_id = services.product_id
    left join contracts
        on lines.item_kind = 'service'
        and lines.site_id = contracts.site_id
        and lines.contract_id = contracts.contract_id
    left join first_uses
        on lines.site_id = first_uses.site_id and lines.payment_ref_id = first_uses.client_service_id
    where lines.place = 1
)

select
    joined.site_id,
    joined.deferral_id,
    nullif(joined.payment_ref_id, 0) as client_service_id,
    joined.sale_id,
    joined.sale_detail_id,
    joined.location_id,
    joined.local_date as sold_on,
    joined.item_kind,
    joined.category_id,
    joined.sub_category_id,
    joined.program_id,
    joined.product_id,
    joined.owner_id as client_id,
    joined.contract_id,
    joined.units,
    joined.paid_units,
    joined.method,
    joined.breakage,
    joined.breakage_rate,
    joined.expiry_days,
    joined.policy_id,
    joined.policy_version,
    joined.currency,
    joined.session_count,
    joined.is_from_first_use,
    joined.first_use_on,
    -- A start told before the sale stays: its days are delivered already and are earned on the day of the sale.
    case
        when joined.is_from_first_use then joined.first_use_on
        -- A later payment, an instalment of an autopay for one, pays for the days from its own on.
        when joined.is_later_payment
            then greatest(coalesce(joined.active_date, joined.held_from, joined.local_date), joined.local_date)
        else coalesce(joined.active_date, joined.held_from, joined.local_date)
    end as starts_on,
    joined.held_until,
    joined.exp_date as line_until,
    joined.expiration_unit,
    joined.expiration_length,
    joined.autopay_unit,
    joined.autopay_length,
    clients.suspended_from,
    clients.suspended_until
from joined
left join clients on joined.site_id = clients.site_id and joined.owner_id = clients.client_id
