{#- The part of a class's figure that falls into one of its hours (int_class_hours): the difference of two rounded running shares,
    so that the hours of a class sum to the class exactly. -#}
{% macro hour_share(figure) -%}
round(cast({{ figure }} as decimal(18, 4)) * hours.seconds_so_far / hours.seconds_in_all, 4)
        - round(
            cast({{ figure }} as decimal(18, 4)) * (hours.seconds_so_far - hours.seconds) / hours.seconds_in_all, 4
        )
{%- endmacro %}
