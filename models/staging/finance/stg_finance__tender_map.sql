-- What kind of money a payment method is. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('tender_map') }}
