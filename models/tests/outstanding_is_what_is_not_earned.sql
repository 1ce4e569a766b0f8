-- What is still owed on an option is its price less what was given back and earned, and never below nothing.
with outstanding as (
    select
        site_id,
        payment_ref,
        sum(unearned) as amount
    from {{ ref('rec_outstanding_series') }}
    group by site_id, payment_ref
),

earned as (
    select
        site_id,
        payment_ref,
        sum(earned) as amount
    from {{ ref('rec_earned_revenue') }}
    group by site_id, payment_ref
),

paid as (
    select
        site_id,
        coalesce(cast(payment_ref_id as varchar), 'line-' || sale_id || '-' || sale_detail_id) as payment_ref,
        sum({{ from_units(to_units('net', 'currency'), 'currency') }}) as amount
    from {{ ref('int_sale_lines') }}
    where item_kind = 'service' and local_date is not null and (not is_reversal or payment_ref_id is not null)
    group by all
    having bool_or(not is_reversal)
)

select
    paid.site_id,
    paid.payment_ref,
    paid.amount as paid,
    earned.amount as earned,
    outstanding.amount as outstanding
from paid
left join earned on paid.site_id = earned.site_id and paid.payment_ref = earned.payment_ref
left join outstanding on paid.site_id = outstanding.site_id and paid.payment_ref = outstanding.payment_ref
where coalesce(outstanding.amount, 0) <> greatest(paid.amount - coalesce(earned.amount, 0), 0)
