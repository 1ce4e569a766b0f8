-- How fresh each mart is, by the one of its streams (and of its sites) that was read longest ago: that stream is named. A stream no
-- site has ever read is told apart from one that was read and is empty. Stale is judged against the newest reading of any stream, on
-- Mindbody's clock: what one run left out shows, whatever this machine's clock says.
{%- set newest = {
    'dim_date': none, 'dim_site': none, 'dim_location': none, 'dim_client': 'created_date', 'dim_staff': none,
    'dim_service': none, 'dim_class': none, 'fct_visit': 'local_date', 'fct_cohort_retention': 'cohort_month',
    'fct_class_occurrence': 'local_date', 'agg_utilization_hour': 'month', 'fct_sale_line': 'local_date',
    'fct_payment': 'local_date', 'fct_revenue_day': 'local_date', 'rec_sales_line': 'local_date',
    'rec_attendance': 'local_date', 'data_quality': none
} %}
with marts as (
    {%- for mart, day in newest.items() %}
    select
        '{{ mart }}' as mart,
        max(cast({{ day or 'null' }} as date)) as newest_local_date
    from {{ ref(mart) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

mart_streams as (
    select * from {{ ref('mart_stream') }}
),

cursors as (
    select
        stream,
        min(updated_at) as last_synced_at
    from {{ source('meta', 'cursors') }}
    group by stream
),

newest as (
    select max(updated_at) as read_at from {{ source('meta', 'cursors') }}
),

oldest as (
    select
        mart_streams.mart,
        mart_streams.stream,
        cursors.last_synced_at
    from mart_streams
    left join cursors on mart_streams.stream = cursors.stream
    qualify row_number() over (
        partition by mart_streams.mart order by cursors.last_synced_at nulls first, mart_streams.stream
    ) = 1
)

select
    marts.mart,
    timestamp '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as built_at,
    marts.newest_local_date,
    oldest.stream,
    oldest.last_synced_at,
    case
        when oldest.last_synced_at is null then 'never read'
        when oldest.last_synced_at < newest.read_at - interval {{ var('stale_after_hours') }} hour
            then 'stale'
        else 'fresh'
    end as state
from marts
cross join newest
left join oldest on marts.mart = oldest.mart
