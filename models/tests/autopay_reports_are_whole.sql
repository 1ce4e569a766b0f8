-- Both autopay reports hold each event once: the detail with its tax, the summary without.
with events as (
    select site_id, count(*) as events, sum(amount) as amount from {{ ref('fct_autopay_event') }} group by site_id
),

detail as (
    select
        site_id,
        count(*) as events,
        sum(amount) as amount,
        sum(amount - tax_part) as amount_without_tax
    from {{ ref('rec_autopay') }}
    group by site_id
),

summary as (
    select site_id, sum(autopays) as events, sum(amount) as amount from {{ ref('rec_autopay_summary') }} group by site_id
)

select
    events.site_id,
    events.amount,
    detail.amount as in_detail,
    detail.amount_without_tax,
    summary.amount as in_summary
from events
left join detail on events.site_id = detail.site_id
left join summary on events.site_id = summary.site_id
where detail.events is distinct from events.events
    or detail.amount is distinct from events.amount
    or summary.events is distinct from events.events
    or summary.amount is distinct from detail.amount_without_tax
