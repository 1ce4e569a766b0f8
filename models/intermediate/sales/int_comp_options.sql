-- Pricing options that were given away: all that was paid for their sale came from complimentary tenders. A guest pass costs
-- nothing and is booked under such a tender of nothing.
with passes as (
    select site_id, client_service_id, sale_id from {{ ref('int_pass_prices') }} where sale_id is not null
),

given_away as (
    select site_id, sale_id
    from {{ ref('int_tenders') }}
    where amount <> 0 or tender_kind = 'comp'
    group by site_id, sale_id
    having bool_and(tender_kind = 'comp')
)

select
    passes.site_id,
    passes.client_service_id
from passes
inner join given_away on passes.site_id = given_away.site_id and passes.sale_id = given_away.sale_id
