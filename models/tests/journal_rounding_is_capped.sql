-- Rounding of a sale is at most a smallest unit per line of it, and nothing but a sale is rounded; more than that is SUSPENSE.
with rounded as (
    select site_id, basis, entry_id, sale_id, sum(units) as units
    from {{ ref('int_journal_live') }}
    where posting_role = 'ROUNDING'
    group by site_id, basis, entry_id, sale_id
),

lines as (
    select site_id, sale_id, count(*) as line_n
    from {{ ref('int_sale_lines') }}
    group by site_id, sale_id
)

select rounded.*, lines.line_n
from rounded
left join lines on rounded.site_id = lines.site_id and rounded.sale_id = lines.sale_id
where abs(rounded.units) > coalesce(lines.line_n, 0)
