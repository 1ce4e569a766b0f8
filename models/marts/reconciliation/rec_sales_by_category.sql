-- The Sales by Category report: everything sold, gift cards, tips and shipping too, under its revenue category, net of discount.
{{ sold_by({'category_name': 'category_name'}, 'true') }}
