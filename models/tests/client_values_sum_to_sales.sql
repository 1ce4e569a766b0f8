-- What persons bought and what of it is earned are the sales and the postings of everybody who is a person: walk-ins, whom no
-- profile names, and excluded persons are left over.
with people as (
    select site_id, client_id from {{ ref('int_person_by_client_id') }} where not is_excluded_person
),

sold as (
    select lines.site_id, sum(lines.net) as amount
    from {{ ref('fct_sale_line') }} as lines
    inner join {{ ref('int_as_of') }} as as_of on lines.site_id = as_of.site_id and lines.local_date <= as_of.as_of_date
    inner join people on lines.site_id = people.site_id and lines.client_id = people.client_id
    where lines.item_kind not in ({{ deposit_kinds() }}, 'tip')
    group by lines.site_id
),

-- Everything posted less what is nobody's: a posting that names no sale would show here.
posted as (
    select
        postings.site_id,
        sum({{ from_units('-postings.units', 'postings.currency') }}) filter (
            where sales.sale_id is null or people.client_id is not null
        ) as amount
    from {{ ref('int_postings') }} as postings
    left join {{ ref('stg_mindbody__sales') }} as sales
        on postings.site_id = sales.site_id and postings.sale_id = sales.sale_id
    left join people on sales.site_id = people.site_id and sales.client_id = people.client_id
    where postings.basis = 'earned' and postings.posting_role in ({{ earned_roles() }})
    group by postings.site_id
),

valued as (
    select
        site_id,
        sum(net_sales) as net_sales,
        sum(earned) as earned
    from {{ ref('fct_client_value') }}
    group by site_id
)

select
    site_id,
    sold.amount as expected_net_sales,
    valued.net_sales,
    posted.amount as expected_earned,
    valued.earned
from valued
full join sold using (site_id)
full join posted using (site_id)
where
    coalesce(sold.amount, 0) <> coalesce(valued.net_sales, 0)
    or coalesce(posted.amount, 0) <> coalesce(valued.earned, 0)
