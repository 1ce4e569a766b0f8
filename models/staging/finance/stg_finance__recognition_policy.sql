-- When the price of a service becomes revenue. The studio's own file where it has one, else the shipped one.
{{ own_or_shipped('recognition_policy') }}
