{{ config(materialized='table') }}
-- One row per returned line of a deferred sale: what it takes back of the deferred and of the earned part (both positive; where
-- the list price was deferred, the earned part also gives back the discount, and is less by it).
with segments as (
    select * from {{ ref('int_deferral_segments') }} where segment_no > 0
)

select
    site_id,
    deferral_id,
    sale_id,
    sale_detail_id,
    after_date as local_date,
    unearned_units,
    earned_units
from segments
