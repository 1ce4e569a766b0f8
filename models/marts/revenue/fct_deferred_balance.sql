-- What clients have paid for and not yet received, by month end.
with lines as (
    select * from {{ ref('int_deferral_lines') }}
),

deferrals as (
    select * from {{ ref('int_deferrals') }}
),

recognition as (
    select * from {{ ref('int_recognition') }}
),

returns as (
    select * from {{ ref('int_deferral_returns') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

movements as (
    select site_id, deferral_id, local_date as event_date, deferred_units as units from lines
    union all
    select site_id, deferral_id, event_date, -(revenue_units + breakage_units) as units from recognition
    union all
    select site_id, deferral_id, local_date as event_date, -unearned_units as units from returns
),

-- What a deferral gains and what it loses belong to one category, that of its first line.
moved as (
    select
        deferrals.site_id,
        coalesce(deferrals.program_id, 0) as service_category_id,
        deferrals.currency,
        last_day(movements.event_date) as month_end,
        sum(movements.units) as units
    from movements
    inner join deferrals
        on movements.site_id = deferrals.site_id and movements.deferral_id = deferrals.deferral_id
    group by all
),

-- Every month from the first sale on, also those in which nothing moved.
months as (
    select
        first_months.site_id,
        first_months.service_category_id,
        first_months.currency,
        last_day(cast(unnest(generate_series(
            date_trunc('month', first_months.month_end), date_trunc('month', as_of.as_of_date), interval 1 month
        )) as date)) as month_end
    from (
        select site_id, service_category_id, currency, min(month_end) as month_end
        from moved
        group by site_id, service_category_id, currency
    ) as first_months
    inner join as_of on first_months.site_id = as_of.site_id
),

balances as (
    select
        months.*,
        sum(coalesce(moved.units, 0)) over (
            partition by months.site_id, months.service_category_id, months.currency order by months.month_end
        ) as units
    from months
    left join moved
        on months.site_id = moved.site_id
        and months.service_category_id = moved.service_category_id
        and months.currency = moved.currency
        and months.month_end = moved.month_end
)

select
    site_id,
    service_category_id,
    month_end,
    {{ from_units('cast(units as hugeint)', 'currency') }} as deferred,
    currency
from balances
