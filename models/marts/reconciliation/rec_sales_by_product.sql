-- The Sales by Product report: goods by the day they were sold.
{{ sold_by(
    {'product_name': 'item_name', 'category_name': 'category_name'},
    "not is_service and item_kind in ('product', 'contract_fee')"
) }}
