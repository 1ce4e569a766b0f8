{{ config(materialized='table') }}
-- Money received, on the cash basis: what cash-equivalent tenders paid, and what it paid for by allocation. A line paid in part
-- gives that part of its tax, slot by slot. More than the line comes to, payments of a sale without lines and what was paid for a
-- line that waits itself wait in SUSPENSE. Refunds are negative payments and take the same way back. One row per side.
with tenders as (
    select * from {{ ref('int_booked_tenders') }} where is_cash_equivalent and units <> 0
),

allocation as (
    select * from {{ ref('int_tender_allocation') }}
),

lines as (
    select * from {{ ref('int_booked_lines') }}
),

taxes as (
    select * from {{ ref('int_line_taxes') }}
),

received as (
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
    group by allocation.site_id, allocation.sale_id, allocation.sale_detail_id
),

paid as (
    select
        lines.*,
        received.units as received_units,
        {{ within('received.units', 'lines.total_units') }} as paid_units,
        lines.treatment not in ('suspense', 'account') as has_tax
    from lines
    inner join received
        on lines.site_id = received.site_id
        and lines.sale_id = received.sale_id
        and lines.sale_detail_id = received.sale_detail_id
),

-- Running parts over the slots, so that they sum to the tax of what was paid whatever is rounded.
tax_parts as (
    select
        paid.*,
        taxes.tax_slot,
        {{ whole_quotient('sum(taxes.units) over slots * paid.paid_units', 'paid.total_units') }}
        - {{ whole_quotient('(sum(taxes.units) over slots - taxes.units) * paid.paid_units', 'paid.total_units') }}
            as tax_part
    from paid
    inner join taxes
        on paid.has_tax
        and paid.total_units <> 0
        and paid.site_id = taxes.site_id
        and paid.sale_id = taxes.sale_id
        and paid.sale_detail_id = taxes.sale_detail_id
    window slots as (
        partition by taxes.site_id, taxes.sale_id, taxes.sale_detail_id order by taxes.tax_slot rows unbounded preceding
    )
),

tax_sums as (
    select
        site_id,
        sale_id,
        sale_detail_id,
        sum(tax_part) as units
    from tax_parts
    group by site_id, sale_id, sale_detail_id
),

line_sides as (
    select
        paid.*,
        cast(null as bigint) as tax_slot,
        unnest([
            {
                'role': if(paid.treatment = 'suspense', 'SUSPENSE', {{ own_role('paid.item_kind') }}),
                'units': coalesce(tax_sums.units, 0) - paid.paid_units,
                'reason': {{ suspense_text('paid.suspense_reason') }}
            },
            {
                'role': 'SUSPENSE',
                'units': paid.paid_units - paid.received_units,
                'reason': 'Paid beyond what the line comes to'
            }
        ]) as side
    from paid
    left join tax_sums
        on paid.site_id = tax_sums.site_id
        and paid.sale_id = tax_sums.sale_id
        and paid.sale_detail_id = tax_sums.sale_detail_id
    union all by name
    select
        * exclude (tax_part),
        {'role': 'TAX_PAYABLE', 'units': -tax_part, 'reason': cast(null as varchar)} as side
    from tax_parts
),

tender_sides as (
    select
        tenders.*,
        unnest([
            {'role': 'CLEARING', 'units': tenders.units, 'reason': cast(null as varchar)},
            {
                'role': 'SUSPENSE',
                'units': if(allocated.payment_id is null, -tenders.units, 0),
                'reason': 'The sale has no lines'
            }
        ]) as side
    from tenders
    left join (select distinct site_id, sale_id, payment_id from allocation) as allocated
        on tenders.site_id = allocated.site_id
        and tenders.sale_id = allocated.sale_id
        and tenders.payment_id = allocated.payment_id
)

select
    {{ posting({
        'site_id': 'site_id', 'source_type': "'sale'", 'source_id': 'sale_id', 'event_seq': '0', 'event_date': 'local_date',
        'location_id': 'location_id', 'posting_role': 'side.role', 'units': 'side.units', 'item_kind': 'item_kind',
        'category_id': 'category_id', 'sub_category_id': 'sub_category_id', 'program_id': 'program_id',
        'product_id': 'product_id', 'tax_slot': 'tax_slot', 'sale_id': 'sale_id', 'sale_detail_id': 'sale_detail_id',
        'memo': "concat_ws(': ', side.reason, item_name)"
    }) }}
from line_sides
where side.units <> 0
union all
select
    {{ posting({
        'site_id': 'site_id', 'source_type': "'sale'", 'source_id': 'sale_id', 'event_seq': '0', 'event_date': 'local_date',
        'location_id': 'location_id', 'posting_role': 'side.role', 'units': 'side.units',
        'payment_method_id': "if(side.role = 'CLEARING', payment_method_id, null)", 'sale_id': 'sale_id',
        'payment_id': 'payment_id', 'memo': "concat_ws(': ', side.reason, method)"
    }) }}
from tender_sides
where side.units <> 0
