-- What of a person's purchases is earned up to as_of, as the books say on the earned basis: revenue and breakage, less returns,
-- discounts and what a complimentary tender paid. What waits in SUSPENSE is not earned.
with postings as (
    select site_id, sale_id, units, currency
    from {{ ref('int_postings') }}
    where basis = 'earned' and posting_role in ({{ earned_roles() }})
),

sales as (
    select site_id, sale_id, client_id from {{ ref('stg_mindbody__sales') }}
),

people as (
    select * from {{ ref('int_person_by_client_id') }} where not is_excluded_person
),

summed as (
    select
        postings.site_id,
        people.person_key,
        postings.currency,
        -sum(postings.units) as units
    from postings
    inner join sales on postings.site_id = sales.site_id and postings.sale_id = sales.sale_id
    inner join people on sales.site_id = people.site_id and sales.client_id = people.client_id
    group by postings.site_id, people.person_key, postings.currency
)

select
    site_id,
    person_key,
    currency,
    {{ from_units('cast(units as hugeint)', 'currency') }} as earned
from summed
