-- Exchange rates by day. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('fx') }}
