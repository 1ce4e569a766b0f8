-- Fails with every liability of a site whose last balance in the journal is not what its movements come to. The movements are
-- counted from sales and payments, never from postings, so the two ways meet here for the first time.
with booked as (
    select site_id, kind, currency, end_balance as amount
    from {{ ref('fct_liability_rollforward') }}
    where kind in ('gift_card', 'client_credit', 'receivable', 'clearing', 'tips', 'tax')
    qualify row_number() over (partition by site_id, kind, currency order by month desc) = 1
),

accounts as (
    select site_id, currency, credit_after, receivable_after
    from {{ ref('fct_client_account_movement') }}
    qualify row_number() over (partition by site_id, client_id order by movement_no desc) = 1
),

tenders as (
    select * from {{ ref('int_booked_tenders') }} where tender_kind not in ('gift_card', 'account', 'comp')
),

-- A line that waits keeps its tax in SUSPENSE; money for an account has none.
lines as (
    select * from {{ ref('int_booked_lines') }} where treatment not in ('suspense', 'account')
),

moved as (
    select site_id, 'gift_card' as kind, currency, amount from {{ ref('fct_gift_card_movement') }}
    union all
    select site_id, 'client_credit', currency, credit_after from accounts
    union all
    select site_id, 'receivable', currency, receivable_after from accounts
    union all
    select site_id, 'receivable', currency, amount
    from {{ ref('fct_settlement') }}
    where charged_back_on is not null
    union all
    select site_id, 'tips', currency, {{ from_units('net_units', 'currency') }} from lines where treatment = 'tip'
    union all
    select site_id, 'tax', currency, {{ from_units('tax_units', 'currency') }} from lines
    union all
    select site_id, 'clearing', currency, {{ from_units('units', 'currency') }} from tenders
    union all
    select site_id, 'clearing', currency, -amount
    from {{ ref('fct_settlement') }}
    where is_settled or charged_back_on is not null
),

sums as (
    select site_id, kind, currency, sum(amount) as amount
    from moved
    group by site_id, kind, currency
)

select
    coalesce(booked.site_id, sums.site_id) as site_id,
    coalesce(booked.kind, sums.kind) as kind,
    booked.amount as in_the_journal,
    sums.amount as by_its_movements
from booked
full join sums
    on booked.site_id = sums.site_id and booked.kind = sums.kind and booked.currency = sums.currency
where coalesce(booked.amount, 0) <> coalesce(sums.amount, 0)
