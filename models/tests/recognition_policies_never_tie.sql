-- Two policies with the same keys whose days overlap: no line would know which one counts.
select
    one.policy_id,
    other.policy_id as other_policy_id
from {{ ref('stg_finance__recognition_policy') }} as one
inner join {{ ref('stg_finance__recognition_policy') }} as other
    on one.policy_id < other.policy_id
    and one.site_id is not distinct from other.site_id
    and one.item_kind is not distinct from other.item_kind
    and one.product_id is not distinct from other.product_id
    and one.revenue_category_id is not distinct from other.revenue_category_id
    and one.service_category_id is not distinct from other.service_category_id
where
    coalesce(one.valid_from, date '0001-01-01') < coalesce(other.valid_to, date '9999-12-31')
    and coalesce(other.valid_from, date '0001-01-01') < coalesce(one.valid_to, date '9999-12-31')
