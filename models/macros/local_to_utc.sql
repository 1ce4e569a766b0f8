{#- Site wall clock (naive timestamp) -> instant. A time inside a clock-forward gap is the first instant after the gap; a
    time that exists twice is the earlier of the two. timezone() alone answers otherwise, so its reading is only the start:
    the offsets 26 hours to either side of it (beyond any gap) give the two candidates, and a candidate counts when it reads
    back as the same wall clock. Only a time inside a gap walks minute by minute to the end of the gap. -#}
{% macro local_to_utc(local, zone) -%}
timezone('UTC', list_transform(
    list_transform(
        [timezone('UTC', timezone({{ zone }}, {{ local }}))],
        lambda guess: {
            'guess': guess,
            'early': {{ local }} - (timezone({{ zone }}, timezone('UTC', guess - interval 26 hour)) - (guess - interval 26 hour)),
            'late': {{ local }} - (timezone({{ zone }}, timezone('UTC', guess + interval 26 hour)) - (guess + interval 26 hour))
        }
    ),
    lambda candidate: case
        when timezone({{ zone }}, timezone('UTC', candidate.early)) = {{ local }} then candidate.early
        when timezone({{ zone }}, timezone('UTC', candidate.late)) = {{ local }} then candidate.late
        when timezone({{ zone }}, timezone('UTC', candidate.guess)) = {{ local }} then candidate.guess
        else list_min(list_filter(
            generate_series(date_trunc('minute', candidate.late), candidate.early, interval 1 minute),
            lambda minute: timezone({{ zone }}, timezone('UTC', minute)) > {{ local }}
        ))
    end
)[1])
{%- endmacro %}
