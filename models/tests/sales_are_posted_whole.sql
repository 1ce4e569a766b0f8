-- What is sold, what is paid and the gap between them sum to nothing, sale by sale; on the cash basis too.
with postings as (
    select 'earned' as basis, site_id, sale_id, location_id, posting_role, units from {{ ref('int_postings_sale_lines') }}
    union all
    select 'earned', site_id, sale_id, location_id, posting_role, units from {{ ref('int_postings_sale_tenders') }}
    union all
    select 'earned', site_id, sale_id, location_id, posting_role, units from {{ ref('int_postings_sale_gaps') }}
    union all
    select 'cash_books', site_id, sale_id, location_id, posting_role, units from {{ ref('int_postings_cash_books') }}
)

select
    basis,
    site_id,
    sale_id,
    location_id,
    sum(units) as units,
    list({'role': posting_role, 'units': units} order by posting_role, units) as sides
from postings
group by basis, site_id, sale_id, location_id
having sum(units) <> 0
