{#- Spans of time: cut at midnight, and laid over one another. -#}

{#- Each span (start_local, end_local, start_utc, end_utc, zone) cut at the site's midnights: the same columns with local_date and
    the edges of each piece. Lengths are those between instants, so that a day has 23 or 25 hours when the clocks change. -#}
{% macro cut_at_midnight(spans) -%}
select
    * exclude (day_local),
    cast(day_local as date) as local_date,
    greatest(start_local, day_local) as from_local,
    least(end_local, day_local + interval 1 day) as until_local,
    case when start_local >= day_local then start_utc else {{ local_to_utc('day_local', 'zone') }} end as from_utc,
    case
        when end_local <= day_local + interval 1 day then end_utc
        else {{ local_to_utc('(day_local + interval 1 day)', 'zone') }}
    end as until_utc
from (
    select *, unnest(range(cast(cast(start_local as date) as timestamp), end_local, interval 1 day)) as day_local
    from {{ spans }}
    where end_local > start_local
)
{%- endmacro %}

{#- Pieces (from_utc, until_utc, kind) of the same keys laid over one another: stretches between any two edges, with how many
    pieces of each kind cover them. Where a count is above zero is the union of that kind. -#}
{% macro laid_over(pieces, keys, kinds) -%}
select
    * exclude (edge, next_edge),
    edge as from_utc,
    next_edge as until_utc,
    date_diff('second', edge, next_edge) as seconds
from (
    select
        {{ keys | join(', ') }},
        edge,
        lead(edge) over (partition by {{ keys | join(', ') }} order by edge) as next_edge,
        {%- for kind in kinds %}
        cast(sum({{ kind }}_step) over (partition by {{ keys | join(', ') }} order by edge) as bigint) as {{ kind }}_n
        {{- "," if not loop.last }}
        {%- endfor %}
    from (
        select
            {{ keys | join(', ') }},
            edge,
            {%- for kind in kinds %}
            sum(if(kind = '{{ kind }}', step, 0)) as {{ kind }}_step{{ "," if not loop.last }}
            {%- endfor %}
        from (
            select {{ keys | join(', ') }}, kind, from_utc as edge, 1 as step from {{ pieces }} where until_utc > from_utc
            union all
            select {{ keys | join(', ') }}, kind, until_utc, -1 from {{ pieces }} where until_utc > from_utc
        )
        group by {{ keys | join(', ') }}, edge
    )
)
where next_edge is not null
{%- endmacro %}

{#- Seconds as minutes. -#}
{% macro minutes_of(seconds) -%}
cast(cast({{ seconds }} as decimal(18, 4)) / 60 as decimal(18, 4))
{%- endmacro %}
