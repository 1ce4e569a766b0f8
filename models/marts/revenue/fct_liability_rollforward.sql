{%- set kinds = {
    'DEFERRED': 'deferred', 'GIFT_CARD_LIAB': 'gift_card', 'CLIENT_CREDIT_LIAB': 'client_credit', 'AR_CLIENT': 'receivable',
    'TIPS_PAYABLE': 'tips', 'TAX_PAYABLE': 'tax', 'CLEARING': 'clearing', 'SUSPENSE': 'suspense'
} %}
with lines as (
    select * from {{ ref('fct_journal_line') }} where basis = 'earned'
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

signed as (
    select
        site_id,
        case posting_role
            {%- for role, kind in kinds.items() %}
            when '{{ role }}' then '{{ kind }}'
            {%- endfor %}
        end as kind,
        currency,
        date_trunc('month', posting_date) as month,
        -- What is owed to the studio grows by debits, what the studio owes by credits.
        if(posting_role in ('AR_CLIENT', 'CLEARING'), debit - credit, credit - debit) as amount
    from lines
    where posting_role in ({% for role in kinds %}'{{ role }}'{{ ", " if not loop.last }}{% endfor %})
),

moved as (
    select
        site_id,
        kind,
        currency,
        month,
        sum(amount) filter (where amount > 0) as amount_in,
        -sum(amount) filter (where amount < 0) as amount_out
    from signed
    group by site_id, kind, currency, month
),

-- A month in which nothing moved still has a balance.
spans as (
    select
        moved.site_id,
        moved.kind,
        moved.currency,
        min(moved.month) as first_month,
        greatest(max(moved.month), max(date_trunc('month', as_of.as_of_date))) as last_month
    from moved
    left join as_of on moved.site_id = as_of.site_id
    group by moved.site_id, moved.kind, moved.currency
),

months as (
    select
        site_id,
        kind,
        currency,
        cast(unnest(generate_series(first_month, last_month, interval 1 month)) as date) as month
    from spans
),

filled as (
    select
        months.*,
        coalesce(moved.amount_in, 0) as amount_in,
        coalesce(moved.amount_out, 0) as amount_out
    from months
    left join moved
        on months.site_id = moved.site_id
        and months.kind = moved.kind
        and months.currency = moved.currency
        and months.month = moved.month
)

select
    site_id,
    kind,
    month,
    cast(
        coalesce(sum(amount_in - amount_out) over (balance rows between unbounded preceding and 1 preceding), 0)
        as decimal(18, 4)
    ) as begin_balance,
    cast(amount_in as decimal(18, 4)) as amount_in,
    cast(amount_out as decimal(18, 4)) as amount_out,
    cast(sum(amount_in - amount_out) over (balance rows unbounded preceding) as decimal(18, 4)) as end_balance,
    currency
from filled
window balance as (partition by site_id, kind, currency order by month)
