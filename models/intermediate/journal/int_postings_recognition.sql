{{ config(materialized='table') }}
-- What becomes revenue by use, by day and by expiry. One row per side. The liability lies where the pack was sold, and so does
-- breakage; revenue belongs to where it was used, or to where it was sold (var revenue_location), and INTERLOCATION carries it.
with recognition as (
    select * from {{ ref('int_recognition') }}
),

deferrals as (
    select * from {{ ref('int_deferrals') }}
),

joined as (
    select
        recognition.*,
        deferrals.location_id as sold_at,
        {% if var('revenue_location') == 'purchase' -%}
        deferrals.location_id
        {%- else -%}
        case
            when recognition.event in ('visit', 'late_use')
                then coalesce(nullif(recognition.location_id, 0), deferrals.location_id)
            else deferrals.location_id
        end
        {%- endif %} as used_at,
        deferrals.item_kind,
        deferrals.category_id,
        deferrals.sub_category_id,
        deferrals.program_id,
        deferrals.product_id,
        deferrals.sale_id,
        deferrals.sale_detail_id,
        deferrals.client_service_id,
        deferrals.policy_version,
        deferrals.step_count
    from recognition
    inner join deferrals
        on recognition.site_id = deferrals.site_id and recognition.deferral_id = deferrals.deferral_id
),

sides as (
    select *, 'DEFERRED' as posting_role, sold_at as at_location, revenue_units + breakage_units as units
    from joined
    union all
    select *, 'REVENUE' as posting_role, used_at as at_location, -revenue_units as units
    from joined
    union all
    select *, 'BREAKAGE' as posting_role, sold_at as at_location, -breakage_units as units
    from joined
    union all
    select *, 'INTERLOCATION' as posting_role, sold_at as at_location, -revenue_units as units
    from joined
    where used_at <> sold_at
    union all
    select *, 'INTERLOCATION' as posting_role, used_at as at_location, revenue_units as units
    from joined
    where used_at <> sold_at
)

select
    site_id,
    event as source_type,
    -- A use of what was paid on several days is an entry per payment: it may be earned on different days.
    case
        when visit_id is null then deferral_id
        when deferral_id like 'service-%' then cast(visit_id as varchar)
        else visit_id || '-' || deferral_id
    end as source_id,
    event_seq,
    event_date,
    coalesce(at_location, 0) as location_id,
    posting_role,
    cast(units as hugeint) as units,
    item_kind,
    category_id,
    sub_category_id,
    program_id,
    product_id,
    cast(null as bigint) as payment_method_id,
    cast(null as bigint) as tax_slot,
    sale_id,
    sale_detail_id,
    cast(null as bigint) as payment_id,
    visit_id,
    client_service_id,
    policy_version,
    case event
        when 'visit' then 'used'
        when 'late_use' then 'used after its expiry'
        when 'day' then 'day ' || event_seq || ' of ' || step_count
        else 'expired'
    end as memo
from sides
where units <> 0
