-- Two twins of Mindbody's Sales report. native_accrual: everything sold at its sale date, whatever the tender, without gift cards
-- and account money (which are no sales yet). native_cash: what cash-equivalent tenders paid; gift cards and account money sold
-- stand there as deposits, and redeeming them counts for nothing.
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

accounts as (
    select * from {{ ref('int_line_accounts') }}
),

cash_lines as (
    select * from {{ ref('int_cash_lines') }}
),

sold as (
    select
        'native_accrual' as basis,
        site_id,
        sale_id,
        sale_detail_id,
        location_id,
        local_date,
        currency,
        gross,
        discount,
        net,
        tax
    from lines
    where item_kind not in ({{ deposit_kinds() }})
    union all
    select
        'native_cash' as basis,
        site_id,
        sale_id,
        sale_detail_id,
        location_id,
        local_date,
        currency,
        gross,
        discount,
        net,
        tax
    from cash_lines
)

select
    sold.site_id,
    coalesce(sold.location_id, 0) as location_id,
    sold.local_date,
    sold.basis,
    accounts.account_code,
    accounts.posting_role in ('GIFT_CARD_LIAB', 'CLIENT_CREDIT_LIAB') as is_deposit,
    cast(sum(sold.gross) as decimal(18, 4)) as gross,
    cast(sum(sold.discount) as decimal(18, 4)) as discount,
    cast(sum(sold.net) as decimal(18, 4)) as net,
    cast(sum(sold.tax) as decimal(18, 4)) as tax,
    count(*) as line_n,
    sold.currency
from sold
inner join accounts
    on sold.site_id = accounts.site_id
    and sold.sale_id = accounts.sale_id
    and sold.sale_detail_id = accounts.sale_detail_id
-- A sale without a date is on no day; data_quality names it.
where sold.local_date is not null
group by
    sold.site_id, coalesce(sold.location_id, 0), sold.local_date, sold.basis, accounts.account_code,
    accounts.posting_role in ('GIFT_CARD_LIAB', 'CLIENT_CREDIT_LIAB'), sold.currency
