{#- What kind of pricing option a service is; the first that fits counts. Shared, for a visit that names a service whose holding
    is no longer listed is told by the service alone. -#}
{% macro option_segment(service, session_count, is_of_contract, is_given_away) -%}
case
    when {{ service }}.is_third_party_discount_pricing then 'aggregator'
    when {{ service }}.is_intro_offer then 'intro'
    when {{ service }}.service_type = 'Drop-in' then 'drop_in'
    when {{ is_of_contract }}
        or coalesce({{ service }}.membership_id, 0) <> 0
        or {{ service }}.service_type = 'Unlimited'
        or {{ session_count }} >= {{ var('unlimited_count') }}
        then 'membership'
    when {{ is_given_away }} then 'comp'
    else 'pack'
end
{%- endmacro %}
