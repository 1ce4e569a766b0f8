-- What a tax slot of a site is. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('tax_map') }}
