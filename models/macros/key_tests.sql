{#- Fails with every key that is missing a part or stands in more than one row. -#}
{% test unique_key(model, columns) %}
select
    {% for column in columns %}{{ column }}, {% endfor %}
    count(*) as rows_with_key
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns %}or {{ column }} is null {% endfor %}
{% endtest %}

{#- Fails with every reference of this model that the other model does not know; null refers to nothing. -#}
{% test known_in(model, to, columns, to_columns=none) %}
{%- set theirs = to_columns or columns %}
select distinct
    {% for column in columns %}child.{{ column }}{{ ", " if not loop.last }}{% endfor %}
from {{ model }} as child
where
    {% for column in columns %}child.{{ column }} is not null and {% endfor %}
    not exists (
        select 1
        from {{ to }} as parent
        where
            {% for column in columns %}parent.{{ theirs[loop.index0] }} = child.{{ column }}{{ " and " if not loop.last }}{% endfor %}
    )
{% endtest %}
