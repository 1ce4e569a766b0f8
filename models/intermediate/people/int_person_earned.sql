-- What of a person's purchases is earned up to as_of, as the books say on the earned basis: revenue and breakage, less returns,
-- discounts and what a complimentary tender paid. What waits in SUSPENSE is not earned.
with postings as (
    select site_id, sale_id, units, currency
    from {{ ref('int_postings') }}
    where basis = 'earned' and posting_role in ({{ earned_roles() }})
),

buyers as (
    select * from {{ ref('int_sale_persons') }}
),

summed as (
    select
        postings.site_id,
        buyers.person_key,
        postings.currency,
        -sum(postings.units) as units
    from postings
    inner join buyers on postings.site_id = buyers.site_id and postings.sale_id = buyers.sale_id
    group by postings.site_id, buyers.person_key, postings.currency
)

select
    site_id,
    person_key,
    currency,
    {{ from_units('cast(units as hugeint)', 'currency') }} as earned
from summed
