{{ config(materialized='table') }}
-- What was sold, on the earned basis: the line side of each sale. What was deferred is taken back where it lies, at the location
-- that sold it, and INTERLOCATION carries it to the one that takes the return. One row per side.
with lines as (
    select * from {{ ref('int_booked_lines') }}
),

taxes as (
    select * from {{ ref('int_line_taxes') }}
),

movements as (
    select * from {{ ref('int_account_movements') }} where sale_detail_id is not null
),

returns as (
    select * from {{ ref('int_deferral_returns') }}
),

-- Each treatment gives sides that sum to what the line is worth without its tax; an account and a line that waits take it too.
sides as (
    select
        lines.*,
        cast(null as bigint) as tax_slot,
        unnest(case lines.treatment
            when 'suspense' then [{'role': 'SUSPENSE', 'units': -lines.total_units}]
            when 'tip' then [{'role': 'TIPS_PAYABLE', 'units': -lines.net_units}]
            when 'gift_card' then [
                {'role': 'GIFT_CARD_LIAB', 'units': -lines.face_units},
                {'role': 'DISCOUNT', 'units': lines.face_units - lines.net_units}
            ]
            when 'account' then [
                {'role': 'CLIENT_CREDIT_LIAB', 'units': -movements.credit_units},
                {'role': 'AR_CLIENT', 'units': movements.receivable_units}
            ]
            when 'return' then [{'role': 'RETURNS', 'units': -lines.net_units}]
            -- Of what was sold for nothing, nothing was deferred.
            when 'return_deferred' then [
                {'role': 'RETURNS', 'units': coalesce(returns.earned_units, -lines.net_units)},
                {'role': 'INTERLOCATION', 'units': if(returns.sold_at <> lines.location_id, returns.unearned_units, 0)}
            ]
            when 'deferred' then if(
                lines.discount_policy = 'contra',
                [
                    {'role': 'DEFERRED', 'units': -(lines.net_units + lines.discount_units)},
                    {'role': 'DISCOUNT', 'units': lines.discount_units}
                ],
                [{'role': 'DEFERRED', 'units': -lines.net_units}]
            )
            when 'immediate' then [
                {'role': 'REVENUE', 'units': -(lines.net_units + lines.discount_units)},
                {'role': 'DISCOUNT', 'units': lines.discount_units}
            ]
        end) as side
    from lines
    left join movements
        on lines.site_id = movements.site_id
        and lines.sale_id = movements.sale_id
        and lines.sale_detail_id = movements.sale_detail_id
    left join returns
        on lines.site_id = returns.site_id
        and lines.sale_id = returns.sale_id
        and lines.sale_detail_id = returns.sale_detail_id
    union all by name
    select
        lines.* replace (coalesce(returns.sold_at, lines.location_id) as location_id),
        cast(null as bigint) as tax_slot,
        unnest([
            {'role': 'DEFERRED', 'units': returns.unearned_units},
            {'role': 'INTERLOCATION', 'units': if(returns.sold_at <> lines.location_id, -returns.unearned_units, 0)}
        ]) as side
    from lines
    inner join returns
        on lines.treatment = 'return_deferred'
        and lines.site_id = returns.site_id
        and lines.sale_id = returns.sale_id
        and lines.sale_detail_id = returns.sale_detail_id
    union all by name
    select
        lines.*,
        taxes.tax_slot,
        {'role': 'TAX_PAYABLE', 'units': -taxes.units} as side
    from lines
    inner join taxes
        on lines.site_id = taxes.site_id
        and lines.sale_id = taxes.sale_id
        and lines.sale_detail_id = taxes.sale_detail_id
    where lines.treatment not in ('suspense', 'account')
)

select
    {{ posting({
        'site_id': 'site_id', 'source_type': "'sale'", 'source_id': 'sale_id', 'event_seq': '0', 'event_date': 'local_date',
        'location_id': 'location_id', 'posting_role': 'side.role', 'units': 'side.units', 'item_kind': 'item_kind',
        'category_id': 'category_id', 'sub_category_id': 'sub_category_id', 'program_id': 'program_id',
        'product_id': 'product_id', 'tax_slot': 'tax_slot', 'sale_id': 'sale_id', 'sale_detail_id': 'sale_detail_id',
        'client_service_id': 'payment_ref_id',
        'policy_version': 'policy_version', 'memo': "concat_ws(': ', " ~ suspense_text('suspense_reason') ~ ", item_name)"
    }) }}
from sides
where side.units <> 0
