-- Accounts the map may post to. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('gl_account') }}
