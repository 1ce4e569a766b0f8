-- House, test and staff accounts that are nobody's customer. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('excluded_person') }}
