{{ config(materialized='table') }}
-- The tax of a line by the slot it was charged in. Mindbody tells one amount and up to five rates: the amount is split in
-- proportion to the rates by largest remainder, ties to the lower slot, so that the parts always sum to it. Tax without any rate
-- stands in slot 0.
with lines as (
    select site_id, sale_id, sale_detail_id, tax_units
    from {{ ref('int_booked_lines') }}
    where tax_units <> 0
),

items as (
    select * from {{ ref('stg_mindbody__sale_items') }} where copy_no = 1
),

rates as (
    {%- for slot in range(1, 6) %}
    select
        site_id,
        sale_id,
        sale_detail_id,
        {{ slot }} as tax_slot,
        -- Whole hundred-millionths; only the proportion counts, so a rate of a return may be told negative.
        cast(abs(tax_rate_{{ slot }}) * 100000000 as hugeint) as weight
    from items
    where tax_rate_{{ slot }} <> 0
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

weighed as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        lines.tax_units,
        abs(lines.tax_units) as amount,
        coalesce(rates.tax_slot, 0) as tax_slot,
        coalesce(rates.weight, 1) as weight,
        sum(coalesce(rates.weight, 1)) over line as total_weight
    from lines
    left join rates
        on lines.site_id = rates.site_id
        and lines.sale_id = rates.sale_id
        and lines.sale_detail_id = rates.sale_detail_id
    window line as (partition by lines.site_id, lines.sale_id, lines.sale_detail_id)
),

shares as (
    select
        *,
        amount * weight // total_weight as share,
        amount - sum(amount * weight // total_weight) over line as left_over,
        row_number() over (line order by amount * weight % total_weight desc, tax_slot) as place
    from weighed
    window line as (partition by site_id, sale_id, sale_detail_id)
),

split as (
    select
        site_id,
        sale_id,
        sale_detail_id,
        cast(tax_slot as bigint) as tax_slot,
        cast(sign(tax_units) * (share + if(place <= left_over, 1, 0)) as hugeint) as units
    from shares
)

-- A slot too small for one unit took nothing.
select * from split where units <> 0
