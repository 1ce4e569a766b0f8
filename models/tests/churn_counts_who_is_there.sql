-- Who is a member on the last day of a month, counted anew from each membership and spell, is what the month's comings and goings
-- come to; and nobody who stands in some way that day is left out of it.
with as_of as (
    select * from {{ ref('int_as_of') }}
),

months as (
    select
        churn.*,
        least(last_day(churn.month), as_of.as_of_date) as day
    from {{ ref('int_membership_churn') }} as churn
    inner join as_of on churn.site_id = as_of.site_id
),

runs as (
    select 'contract' as grain, site_id, program_id, started_on, ended_on
    from {{ ref('int_memberships') }}
    where not is_excluded_person
    union all
    select scope, site_id, program_id, started_on, ended_on
    from {{ ref('int_membership_spells') }}
),

there as (
    select months.grain, months.site_id, months.program_id, months.month, count(*) as there_n
    from months
    inner join runs
        on months.grain = runs.grain
        and months.site_id = runs.site_id
        and months.program_id = runs.program_id
        and runs.started_on <= months.day
        and coalesce(months.day < runs.ended_on, true)
    group by months.grain, months.site_id, months.program_id, months.month
)

select
    grain,
    site_id,
    program_id,
    month,
    months.active_end,
    there.there_n
from months
left join there using (grain, site_id, program_id, month)
where months.active_end <> coalesce(there.there_n, 0)
    or months.in_grace_n not between 0 and months.active_end
    or months.suspended_n > months.active_end - months.in_grace_n
    or months.long_suspended_n > months.suspended_n
    or months.in_dunning_n > months.active_end
