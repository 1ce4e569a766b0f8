{{ config(materialized='table') }}
-- What becomes revenue by use, by day and by expiry. One row per side. The liability lies where the pack was sold, and so does
-- breakage; revenue belongs to where it was used, or to where it was sold (var revenue_location), and INTERLOCATION carries it.
-- A use of what was paid on several days is an entry per payment: it may be earned on different days.
with recognition as (
    select * from {{ ref('int_recognition') }}
),

deferrals as (
    select * from {{ ref('int_deferrals') }}
),

placed as (
    select
        recognition.* exclude (location_id),
        deferrals.location_id as sold_at,
        {% if var('revenue_location') == 'purchase' -%}
        deferrals.location_id
        {%- else -%}
        case
            when recognition.event in ('visit', 'late_use')
                then coalesce(nullif(recognition.location_id, 0), deferrals.location_id)
            else deferrals.location_id
        end
        {%- endif %} as used_at
    from recognition
    inner join deferrals
        on recognition.site_id = deferrals.site_id and recognition.deferral_id = deferrals.deferral_id
),

sides as (
    select *, 'DEFERRED' as posting_role, sold_at as at_location, revenue_units + breakage_units as units
    from placed
    union all
    select *, 'REVENUE' as posting_role, used_at as at_location, -revenue_units as units
    from placed
    union all
    select *, 'BREAKAGE' as posting_role, sold_at as at_location, -breakage_units as units
    from placed
    union all
    select *, 'INTERLOCATION' as posting_role, sold_at as at_location, -revenue_units as units
    from placed
    where used_at <> sold_at
    union all
    select *, 'INTERLOCATION' as posting_role, used_at as at_location, revenue_units as units
    from placed
    where used_at <> sold_at
)

select
    {{ posting({
        'site_id': 'sides.site_id',
        'source_type': 'sides.event',
        'source_id': "case
        when sides.visit_id is null then sides.deferral_id
        when sides.deferral_id like 'service-%' then cast(sides.visit_id as varchar)
        else sides.visit_id || '-' || sides.deferral_id
    end",
        'event_seq': 'sides.event_seq',
        'event_date': 'sides.event_date',
        'location_id': 'coalesce(sides.at_location, 0)',
        'posting_role': 'sides.posting_role',
        'units': 'sides.units',
        'item_kind': 'deferrals.item_kind',
        'category_id': 'deferrals.category_id',
        'sub_category_id': 'deferrals.sub_category_id',
        'program_id': 'deferrals.program_id',
        'product_id': 'deferrals.product_id',
        'sale_id': 'deferrals.sale_id',
        'sale_detail_id': 'deferrals.sale_detail_id',
        'visit_id': 'sides.visit_id',
        'client_service_id': 'deferrals.client_service_id',
        'policy_version': 'deferrals.policy_version',
        'memo': "case sides.event
        when 'visit' then 'used'
        when 'late_use' then 'used after its expiry'
        when 'day' then 'day ' || sides.event_seq || ' of ' || deferrals.step_count
        else 'expired'
    end",
    }) }}
from sides
inner join deferrals on sides.site_id = deferrals.site_id and sides.deferral_id = deferrals.deferral_id
where sides.units <> 0
