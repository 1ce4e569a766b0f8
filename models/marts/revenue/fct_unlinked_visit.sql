-- A visit that took a session and cannot be traced to a sale: what it earned is unknown, not nothing.
with uses as (
    select * from {{ ref('int_pass_uses') }}
),

passes as (
    select * from {{ ref('int_pass_prices') }}
)

select
    uses.site_id,
    uses.visit_id,
    uses.local_date,
    uses.location_id,
    uses.client_service_id as service_id,
    uses.outcome,
    case
        when uses.client_service_id is null then 'no_service'
        when not coalesce(passes.is_held, false) then 'unknown_holding'
        else 'holding_without_sale'
    end as reason
from uses
left join passes on uses.site_id = passes.site_id and uses.client_service_id = passes.client_service_id
where not coalesce(passes.is_sold, false)
