-- Two rows with the same keys whose days overlap: the map would not know which one counts.
select
    one.rule_id,
    other.rule_id as other_rule_id
from {{ ref('stg_finance__gl_map') }} as one
inner join {{ ref('stg_finance__gl_map') }} as other
    on one.rule_id < other.rule_id
    and one.posting_role = other.posting_role
    and one.site_id is not distinct from other.site_id
    and one.location_id is not distinct from other.location_id
    and one.item_kind is not distinct from other.item_kind
    and one.revenue_category_id is not distinct from other.revenue_category_id
    and one.subcategory_id is not distinct from other.subcategory_id
    and one.service_category_id is not distinct from other.service_category_id
    and one.product_id is not distinct from other.product_id
    and one.payment_method_id is not distinct from other.payment_method_id
    and one.tax_slot is not distinct from other.tax_slot
where
    coalesce(one.valid_from, date '0001-01-01') < coalesce(other.valid_to, date '9999-12-31')
    and coalesce(other.valid_from, date '0001-01-01') < coalesce(one.valid_to, date '9999-12-31')
