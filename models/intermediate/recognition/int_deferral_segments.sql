{{ config(materialized='table') }}
-- One row per stretch of a deferral between its returns. A return counts at the end of its day: it takes back of what is not
-- earned yet, and what is left is spread over the steps that are left. Once what was left has become breakage, a return takes
-- nothing back any more.
with recursive deferrals as (
    select * from {{ ref('int_deferrals') }}
),

lines as (
    select * from {{ ref('int_booked_lines') }} where treatment = 'return_deferred'
),

progress as (
    select * from {{ ref('int_deferral_progress') }}
),

-- Where an option was paid on several days, a return takes back the last payment before it of just its amount, else the first.
chosen as (
    select
        deferrals.site_id,
        deferrals.deferral_id,
        deferrals.step_count,
        deferrals.breakage,
        deferrals.breakage_rate,
        lines.sale_id,
        lines.sale_detail_id,
        lines.local_date,
        -lines.net_units as returned_units,
        -- Where the list price was deferred, a return takes as much of it as of what was paid.
        case
            when deferrals.paid_units = deferrals.units or deferrals.paid_units = 0 then -lines.net_units
            else {{ whole_quotient('(-lines.net_units * deferrals.units)', 'deferrals.paid_units') }}
        end as due_units,
        coalesce(lines.local_date > deferrals.closes_on, false) as is_after_close
    from lines
    inner join deferrals
        on lines.site_id = deferrals.site_id and lines.payment_ref_id = deferrals.client_service_id
    qualify row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id
        order by
            case when deferrals.sold_on <= lines.local_date and deferrals.paid_units = -lines.net_units then deferrals.sold_on end
            desc nulls last,
            deferrals.sold_on,
            deferrals.deferral_id
    ) = 1
),

numbered as (
    select
        *,
        row_number() over (
            partition by site_id, deferral_id order by local_date, sale_id, sale_detail_id
        ) as return_no
    from chosen
),

returns as (
    select
        numbered.*,
        coalesce((
            select max(progress.step_after)
            from progress
            where progress.site_id = numbered.site_id
                and progress.deferral_id = numbered.deferral_id
                and progress.event_date <= numbered.local_date
        ), 0) as step
    from numbered
),

segments as (
    select
        site_id,
        deferral_id,
        cast(0 as bigint) as segment_no,
        units,
        cast(0 as bigint) as from_step,
        cast(null as date) as after_date,
        cast(null as bigint) as sale_id,
        cast(null as bigint) as sale_detail_id,
        cast(null as hugeint) as unearned_units,
        cast(null as hugeint) as earned_units
    from deferrals

    union all
    select
        site_id,
        deferral_id,
        return_no as segment_no,
        cast(balance - unearned_units as hugeint) as units,
        step as from_step,
        local_date as after_date,
        sale_id,
        sale_detail_id,
        cast(unearned_units as hugeint) as unearned_units,
        cast(returned_units - unearned_units as hugeint) as earned_units
    from (
        select
            returns.*,
            segments.units - gone_units as balance,
            case when returns.is_after_close then 0 else least(returns.due_units, segments.units - gone_units) end
                as unearned_units
        from segments
        inner join returns
            on segments.site_id = returns.site_id
            and segments.deferral_id = returns.deferral_id
            and segments.segment_no + 1 = returns.return_no
        cross join lateral (
            select
                case
                    when returns.is_after_close or returns.step_count is null
                        then {{ earned_through(
                            'segments.units', 'returns.step', 'segments.from_step', 'coalesce(returns.step_count, 1)'
                        ) }}
                    else {{ spent_through(
                        'segments.units', 'returns.step', 'segments.from_step', 'returns.step_count',
                        'returns.breakage', 'returns.breakage_rate'
                    ) }}
                end as gone_units
        ) as gone
    ) as stepped
)

select
    *,
    lead(after_date) over (partition by site_id, deferral_id order by segment_no) as until_date
from segments
