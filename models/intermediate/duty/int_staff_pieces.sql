{{ config(materialized='table') }}
-- Times of staff cut at the site's midnights.
with spans as (
    select * from {{ ref('int_staff_times') }}
),

cut as (
    {{ cut_at_midnight('spans') }}
)

select
    site_id,
    staff_id,
    local_date,
    kind,
    starts_on,
    from_utc,
    until_utc,
    date_diff('second', from_utc, until_utc) as seconds
from cut
