-- Where lines and payments of a sale agree, what all payments gave a line is the line's total, to the smallest unit.
with allocated as (
    select site_id, sale_id, sale_detail_id, sum(amount) as amount
    from {{ ref('int_tender_allocation') }}
    group by site_id, sale_id, sale_detail_id
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    lines.units,
    allocated.amount as allocated
from {{ ref('int_line_units') }} as lines
inner join {{ ref('int_sites') }} as sites on lines.site_id = sites.site_id
inner join {{ ref('int_allocation_sides') }} as sales
    on lines.site_id = sales.site_id and lines.sale_id = sales.sale_id and sales.is_tied
left join allocated
    on lines.site_id = allocated.site_id
    and lines.sale_id = allocated.sale_id
    and lines.sale_detail_id = allocated.sale_detail_id
where lines.units <> {{ to_units('coalesce(allocated.amount, 0)', 'sites.currency') }}
