{{ config(materialized='table') }}
-- The recognition policy of each line that needs one: of the rows that fit, the most telling counts (product 16, category 8,
-- service category 4, site 2, kind of item 1). Where it leaves the method open, the preset decides: by use where uses are
-- counted, else by day; mindbody_native goes by day for whatever belongs to a membership.
with lines as (
    select *
    from {{ ref('int_sale_lines') }}
    where item_kind in ({{ kinds_with_policy() }})
),

policies as (
    select
        *,
        policy_id || '@' || left(md5(concat_ws(
            '|', policy_id, coalesce(cast(site_id as varchar), ''), coalesce(item_kind, ''),
            coalesce(cast(product_id as varchar), ''), coalesce(cast(revenue_category_id as varchar), ''),
            coalesce(cast(service_category_id as varchar), ''), coalesce(method, ''), coalesce(breakage, ''),
            coalesce(cast(breakage_rate as varchar), ''), coalesce(discount, ''), coalesce(cast(expiry_days as varchar), ''),
            coalesce(cast(valid_from as varchar), ''), coalesce(cast(valid_to as varchar), ''), '{{ var('recognition_preset') }}'
        )), 8) as policy_version,
        if(product_id is null, 0, 16)
        + if(revenue_category_id is null, 0, 8)
        + if(service_category_id is null, 0, 4)
        + if(site_id is null, 0, 2)
        + if(item_kind is null, 0, 1) as score
    from {{ ref('stg_finance__recognition_policy') }}
),

services as (
    select
        site_id,
        product_id,
        session_count,
        coalesce(service_type = 'Unlimited', false) as is_unlimited,
        -- 0 is how the API writes "of no membership".
        coalesce(membership_id, 0) <> 0 as is_of_membership
    from {{ ref('stg_mindbody__services') }}
),

holdings as (
    select site_id, client_service_id, session_count from {{ ref('stg_mindbody__client_services') }}
),

counted as (
    select
        lines.*,
        -- What the studio no longer sells may be gone from its services; what was bought still tells its count.
        coalesce(services.session_count, holdings.session_count) as session_count,
        coalesce(services.is_unlimited, false)
        or coalesce(coalesce(services.session_count, holdings.session_count) >= {{ var('unlimited_count') }}, false)
            as is_unlimited,
        coalesce(services.is_of_membership, false) as is_of_membership
    from lines
    left join services on lines.is_service and lines.site_id = services.site_id and lines.product_id = services.product_id
    left join holdings on lines.site_id = holdings.site_id and lines.payment_ref_id = holdings.client_service_id
)

select
    counted.site_id,
    counted.sale_id,
    counted.sale_detail_id,
    policies.policy_id,
    policies.policy_version,
    case
        when policies.method <> 'auto' then policies.method
        -- A fee has no uses.
        when counted.item_kind = 'contract_fee' then 'per_day'
        {% if var('recognition_preset') == 'mindbody_native' -%}
        when counted.is_unlimited or counted.is_of_membership then 'per_day'
        else 'per_use'
        {%- else -%}
        when counted.session_count > 0 and not counted.is_unlimited then 'per_use'
        else 'per_day'
        {%- endif %}
    end as method,
    policies.breakage,
    policies.breakage_rate,
    policies.discount as discount_policy,
    policies.expiry_days
from counted
inner join policies
    on (policies.site_id is null or policies.site_id = counted.site_id)
    and (policies.item_kind is null or policies.item_kind = counted.item_kind)
    and (policies.product_id is null or policies.product_id = counted.product_id)
    and (policies.revenue_category_id is null or policies.revenue_category_id = counted.category_id)
    and (policies.service_category_id is null or policies.service_category_id = counted.program_id)
    and coalesce(counted.local_date >= policies.valid_from, true)
    and coalesce(counted.local_date < policies.valid_to, true)
qualify row_number() over (
    partition by counted.site_id, counted.sale_id, counted.sale_detail_id
    order by policies.score desc, policies.policy_id
) = 1
