-- Periods closed in the studio's books before this product kept them. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('period_close') }}
