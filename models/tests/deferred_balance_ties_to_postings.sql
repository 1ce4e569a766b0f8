-- What is deferred at a month end, counted from the deferrals, is what was posted to DEFERRED until then.
with balances as (
    select
        site_id,
        month_end,
        sum(deferred) as deferred
    from {{ ref('fct_deferred_balance') }}
    group by site_id, month_end
),

posted as (
    select
        lines.site_id,
        last_day(lines.event_date) as month_end,
        sum({{ from_units('lines.units', 'sites.currency') }}) as units
    from {{ ref('int_postings') }} as lines
    inner join {{ ref('int_sites') }} as sites on lines.site_id = sites.site_id
    where lines.posting_role = 'DEFERRED'
    group by lines.site_id, last_day(lines.event_date)
)

select
    balances.site_id,
    balances.month_end,
    balances.deferred,
    coalesce(sum(-posted.units), 0) as posted
from balances
left join posted on balances.site_id = posted.site_id and posted.month_end <= balances.month_end
group by balances.site_id, balances.month_end, balances.deferred
having balances.deferred <> coalesce(sum(-posted.units), 0)
