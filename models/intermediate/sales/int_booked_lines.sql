{{ config(materialized='table') }}
-- One row per line that is booked: what it sells, how it is treated, and its amounts in the smallest unit of the currency (of a
-- returned line negative). Treatments, the first that fits: suspense, tip, gift_card, account, return_deferred, return, deferred,
-- immediate.
with sales as (
    select * from {{ ref('int_booked_sales') }}
),

lines as (
    select * from {{ ref('int_sale_lines') }}
),

accounts as (
    select * from {{ ref('int_line_accounts') }}
),

policies as (
    select * from {{ ref('int_line_policies') }}
),

gift_cards as (
    select site_id, product_id, card_value from {{ ref('stg_mindbody__gift_cards') }}
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

-- With comp_as 'nothing', what a complimentary tender paid is not booked: neither as sold nor as tax. A gift card or account
-- money given away will be spent like any other, so it is booked all the same.
complimentary as (
    select
        allocation.site_id,
        allocation.sale_id,
        allocation.sale_detail_id,
        sum({{ to_units('allocation.amount', 'tenders.currency') }}) as units
    from allocation
    inner join tenders
        on allocation.site_id = tenders.site_id
        and allocation.sale_id = tenders.sale_id
        and allocation.payment_id = tenders.payment_id
    where tenders.tender_kind = 'comp' and {{ var('comp_as') == 'nothing' }}
    group by allocation.site_id, allocation.sale_id, allocation.sale_detail_id
),

told as (
    select
        lines.* exclude (location_id),
        sales.location_id,
        {{ to_units('lines.total', 'lines.currency') }} as told_total,
        {{ to_units('lines.tax', 'lines.currency') }} as told_tax,
        {{ to_units('lines.discount', 'lines.currency') }} as told_discount,
        -- Where payments miss the lines, a tender may be told to pay more than there is.
        {{ within('coalesce(complimentary.units, 0)', 'told_total') }} as complimentary_units,
        if(lines.is_reversal, -1, 1)
        * {{ to_units('abs(gift_cards.card_value * lines.quantity)', 'lines.currency') }} as card_units,
        accounts.is_unmapped,
        policies.* exclude (site_id, sale_id, sale_detail_id)
    from lines
    inner join sales on lines.site_id = sales.site_id and lines.sale_id = sales.sale_id
    inner join accounts
        on lines.site_id = accounts.site_id
        and lines.sale_id = accounts.sale_id
        and lines.sale_detail_id = accounts.sale_detail_id
    left join policies
        on lines.site_id = policies.site_id
        and lines.sale_id = policies.sale_id
        and lines.sale_detail_id = policies.sale_detail_id
    left join complimentary
        on lines.site_id = complimentary.site_id
        and lines.sale_id = complimentary.sale_id
        and lines.sale_detail_id = complimentary.sale_detail_id
        and lines.item_kind not in ({{ deposit_kinds() }})
    left join gift_cards
        on lines.item_kind = 'gift_card'
        and lines.site_id = gift_cards.site_id
        and lines.product_id = gift_cards.product_id
),

booked as (
    select
        *,
        told_total - complimentary_units as total_units,
        {{ paid_part('told_tax') }} as tax_units,
        {{ paid_part('told_discount') }} as discount_units,
        total_units - tax_units as net_units,
        case
            when item_kind <> 'gift_card' then null
            -- A card of a free amount is worth its list price.
            when coalesce(card_units, 0) = 0 then net_units + discount_units
            else card_units
        end as face_units,
        is_unmapped or is_identity_broken or is_unpriced as is_doubtful,
        item_kind in ({{ kinds_with_policy() }}) as needs_policy
    from told
),

deferred as (
    select distinct site_id, payment_ref_id
    from booked
    where
        not is_doubtful and not is_reversal and needs_policy and breakage <> 'immediate'
        and payment_ref_id is not null
),

treated as (
    select
        booked.*,
        case
            when booked.is_doubtful then 'suspense'
            when booked.item_kind = 'tip' then 'tip'
            when booked.item_kind = 'gift_card' then 'gift_card'
            when booked.item_kind in ('account_credit', 'account_payment') then 'account'
            -- A policy of today says nothing of what was deferred under an earlier one.
            when booked.is_reversal and deferred.payment_ref_id is not null then 'return_deferred'
            when booked.needs_policy and booked.policy_id is null then 'suspense'
            when booked.is_reversal then 'return'
            when booked.needs_policy and booked.breakage <> 'immediate' then 'deferred'
            else 'immediate'
        end as treatment
    from booked
    left join deferred
        on booked.needs_policy
        and booked.site_id = deferred.site_id
        and booked.payment_ref_id = deferred.payment_ref_id
)

select
    site_id,
    sale_id,
    sale_detail_id,
    location_id,
    local_date,
    sale_local,
    client_id,
    item_kind,
    item_name,
    category_id,
    sub_category_id,
    program_id,
    product_id,
    contract_id,
    payment_ref_id,
    quantity,
    active_date,
    exp_date,
    is_reversal,
    cast(total_units as hugeint) as total_units,
    cast(tax_units as hugeint) as tax_units,
    cast(net_units as hugeint) as net_units,
    cast(discount_units as hugeint) as discount_units,
    cast(face_units as hugeint) as face_units,
    treatment,
    case
        when treatment <> 'suspense' then null
        when is_unmapped then 'unmapped'
        when is_identity_broken then 'identity'
        when is_unpriced then 'unpriced'
        else 'no_policy'
    end as suspense_reason,
    policy_id,
    policy_version,
    method,
    breakage,
    breakage_rate,
    discount_policy,
    expiry_days,
    currency
from treated
