-- What persons bought and what of it is earned are the sales and the postings of everybody who is a person: walk-ins, whom no
-- list of clients names, and excluded persons are left over.
with buyers as (
    select sales.site_id, sales.sale_id
    from {{ ref('stg_mindbody__sales') }} as sales
    inner join {{ ref('int_person_by_client_id') }} as people
        on sales.site_id = people.site_id and sales.client_id = people.client_id
    where not people.is_excluded_person
),

sold as (
    select lines.site_id, sum(lines.net) as amount
    from {{ ref('fct_sale_line') }} as lines
    inner join {{ ref('int_as_of') }} as as_of on lines.site_id = as_of.site_id and lines.local_date <= as_of.as_of_date
    inner join buyers on lines.site_id = buyers.site_id and lines.sale_id = buyers.sale_id
    where lines.item_kind not in ({{ deposit_kinds() }}, 'tip')
    group by lines.site_id
),

-- A posting that names no sale would show here.
posted as (
    select
        postings.site_id,
        sum({{ from_units('-postings.units', 'postings.currency') }}) as amount
    from {{ ref('int_postings') }} as postings
    left join {{ ref('stg_mindbody__sales') }} as sales
        on postings.site_id = sales.site_id and postings.sale_id = sales.sale_id
    left join buyers on postings.site_id = buyers.site_id and postings.sale_id = buyers.sale_id
    where
        postings.basis = 'earned'
        and postings.posting_role in ({{ earned_roles() }})
        and (sales.sale_id is null or buyers.sale_id is not null)
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
