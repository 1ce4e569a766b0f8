-- Each closed period has the lines it was closed with; without its file all of it would be adjusted as if it were new.
with standing as (
    select site_id, period, event, line_n
    from {{ ref('stg_ledger__period_close') }}
    qualify row_number() over (partition by site_id, period order by seq desc) = 1
),

files as (
    select site_id, period, count(*) as line_n
    from {{ ref('stg_ledger__closed_lines') }}
    group by site_id, period
)

select standing.site_id, standing.period, standing.line_n, coalesce(files.line_n, 0) as line_n_of_file
from standing
left join files using (site_id, period)
where standing.event = 'closed' and standing.line_n <> coalesce(files.line_n, 0)
