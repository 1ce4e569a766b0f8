-- A deferral never gives up more than its price, and once it is used up, expired or returned it has given up all of it; only
-- where its policy has no breakage may an expired one keep the rest.
with deferrals as (
    select * from {{ ref('int_deferrals') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

gone as (
    select
        site_id,
        deferral_id,
        sum(units) as units
    from (
        select site_id, deferral_id, revenue_units + breakage_units as units from {{ ref('int_recognition') }}
        union all
        select site_id, deferral_id, unearned_units as units from {{ ref('int_deferral_returns') }}
    ) as leaving
    group by site_id, deferral_id
),

reached as (
    select
        site_id,
        deferral_id,
        max(step_after) as step
    from {{ ref('int_deferral_progress') }}
    group by site_id, deferral_id
)

select
    deferrals.site_id,
    deferrals.deferral_id,
    deferrals.units,
    coalesce(gone.units, 0) as gone_units,
    reached.step,
    deferrals.step_count
from deferrals
inner join as_of on deferrals.site_id = as_of.site_id
left join gone on deferrals.site_id = gone.site_id and deferrals.deferral_id = gone.deferral_id
left join reached on deferrals.site_id = reached.site_id and deferrals.deferral_id = reached.deferral_id
where
    coalesce(gone.units, 0) > deferrals.units
    or coalesce(gone.units, 0) < 0
    or (
        coalesce(gone.units, 0) <> deferrals.units
        and (
            coalesce(reached.step = deferrals.step_count, false)
            or coalesce(deferrals.closes_on <= as_of.as_of_date, false)
            -- The last day of a slice has come, and no suspension without an end holds it up.
            or (
                deferrals.method = 'per_day'
                and deferrals.starts_on is not null
                and greatest(deferrals.starts_on, deferrals.expires_on, deferrals.sold_on) <= as_of.as_of_date
                and deferrals.expires_on is not null
                and (deferrals.suspended_from is null or deferrals.suspended_until is not null)
            )
        )
    )
