{{ config(materialized='table') }}
-- One row per returned line of a deferred sale: what it takes back of the deferred and of the earned part (both positive; where
-- the list price was deferred, the earned part also gives back the discount, and is less by it), and where it lies deferred.
with segments as (
    select * from {{ ref('int_deferral_segments') }} where segment_no > 0
),

deferrals as (
    select * from {{ ref('int_deferrals') }}
)

select
    segments.site_id,
    segments.deferral_id,
    segments.sale_id,
    segments.sale_detail_id,
    segments.after_date as local_date,
    segments.unearned_units,
    segments.earned_units,
    deferrals.location_id as sold_at
from segments
inner join deferrals on segments.site_id = deferrals.site_id and segments.deferral_id = deferrals.deferral_id
