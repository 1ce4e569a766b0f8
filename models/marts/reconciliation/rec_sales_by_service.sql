-- The Sales by Service report: pricing options by the day they were sold. It counts sales, never visits: twelve sold and fourteen
-- used is no difference.
{{ sold_by(
    {'service_name': 'item_name', 'category_name': 'category_name'},
    "is_service and item_kind in ('service', 'contract_fee')"
) }}
