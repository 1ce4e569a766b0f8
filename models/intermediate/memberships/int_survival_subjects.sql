{{ config(materialized='table') }}
-- Lives of members under each segment they belong to: all of the site, and those that began alike. What is not told is a segment
-- of its own, so that the lives of every way to cut them are the same.
with lives as (
    select * from {{ ref('int_membership_lives') }}
),

cut as (
    select *, 'all' as segment_by, cast(null as varchar) as segment_value from lives
    union all
    select *, 'contract', coalesce(contract_name, 'not told') from lives
    union all
    select *, 'program', coalesce(cast(nullif(program_id, 0) as varchar), 'not told') from lives
    union all
    select *, 'location', coalesce(cast(location_id as varchar), 'not told') from lives
    union all
    select *, 'start_quarter', start_quarter from lives
)

select
    site_id,
    segment_by,
    segment_value,
    concat_ws(' ', site_id, segment_by, segment_value) as segment,
    person_key,
    started_on,
    observed_until,
    entry_day,
    duration_days,
    is_event
from cut
