-- Days on which a site was shut, first and last included; one closure is one row. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('site_closure') }}
