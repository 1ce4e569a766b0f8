-- The rules in force: the shipped map, and for the demo the charts of the simulated studios on top of it.
select * from {{ ref('gl_map') }}
{%- if var('simulated') %}
union all
select * from {{ ref('gl_map_simulated') }}
{%- endif %}
