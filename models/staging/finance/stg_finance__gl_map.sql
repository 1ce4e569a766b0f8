-- Which account a posting role goes to. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('gl_map') }}
