-- What kind of thing a line sells. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('item_kind_rule') }}
