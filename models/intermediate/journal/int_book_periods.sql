{{ config(materialized='table') }}
-- How far the books of each site are closed. Periods are closed in order, so whatever is older than the newest closed one is
-- closed with it, also a month that had no lines when it was closed over.
with sites as (
    select site_id from {{ ref('int_sites') }}
),

standing as (
    select site_id, period, event
    from {{ ref('stg_ledger__period_close') }}
    qualify row_number() over (partition by site_id, period order by seq desc) = 1
),

closed as (
    select
        site_id,
        min(period) as first_closed,
        max(period) as closed_through
    from standing
    where event = 'closed'
    group by site_id
),

-- What the studio had closed in books of its own. A month that was closed here is none of them, whatever the table says later.
before_books as (
    select sites.site_id, max(own.period) as before_through
    from sites
    inner join {{ ref('stg_finance__period_close') }} as own on sites.site_id = own.site_id
    left join closed on sites.site_id = closed.site_id
    where closed.first_closed is null or own.period < closed.first_closed
    group by sites.site_id
)

select
    sites.site_id,
    coalesce(before_books.before_through, '') as before_through,
    coalesce(closed.closed_through, '') as closed_through,
    cast(
        cast(
            nullif(greatest(coalesce(closed.closed_through, ''), coalesce(before_books.before_through, '')), '') || '-01' as date
        ) + interval 1 month as date
    ) as first_open_on
from sites
left join closed on sites.site_id = closed.site_id
left join before_books on sites.site_id = before_books.site_id
