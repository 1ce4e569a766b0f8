-- Revenue by day on four bases. Two are twins of Mindbody's Sales report. native_accrual: everything sold at its sale date,
-- whatever the tender, without gift cards and account money (which are no sales yet). native_cash: what cash-equivalent tenders
-- paid; gift cards and account money sold stand there as deposits, and redeeming them counts for nothing. Two are summed from
-- the journal, on its posting dates: earned (an accountant's accrual) and cash_books (cash received).
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

accounts as (
    select * from {{ ref('int_line_accounts') }}
),

cash_lines as (
    select * from {{ ref('int_cash_lines') }}
),

journal as (
    select * from {{ ref('fct_journal_line') }}
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
),

native as (
    select
        sold.site_id,
        coalesce(sold.location_id, 0) as location_id,
        sold.local_date,
        sold.basis,
        accounts.account_code,
        accounts.posting_role in ('GIFT_CARD_LIAB', 'CLIENT_CREDIT_LIAB') as is_deposit,
        sold.gross,
        sold.discount,
        sold.net,
        sold.tax,
        sold.currency
    from sold
    inner join accounts
        on sold.site_id = accounts.site_id
        and sold.sale_id = accounts.sale_id
        and sold.sale_detail_id = accounts.sale_detail_id
    -- A sale without a date is on no day; data_quality names it.
    where sold.local_date is not null
),

-- Sides that are revenue, lessen it or hold its tax; on the cash basis deposits as well. A discount has an account of its own.
posted as (
    select
        site_id,
        location_id,
        posting_date as local_date,
        basis,
        account_code,
        posting_role in ('GIFT_CARD_LIAB', 'CLIENT_CREDIT_LIAB') as is_deposit,
        if(posting_role in ('DISCOUNT', 'TAX_PAYABLE'), 0, credit - debit) as gross,
        if(posting_role = 'DISCOUNT', debit - credit, 0) as discount,
        if(posting_role = 'TAX_PAYABLE', 0, credit - debit) as net,
        if(posting_role = 'TAX_PAYABLE', credit - debit, 0) as tax,
        currency
    from journal
    where posting_role in ({{ revenue_roles() }}, 'TAX_PAYABLE')
        or (basis = 'cash_books' and posting_role in ('GIFT_CARD_LIAB', 'CLIENT_CREDIT_LIAB'))
),

amounts as (
    select * from native
    union all by name
    select * from posted
)

select
    site_id,
    location_id,
    local_date,
    basis,
    account_code,
    is_deposit,
    cast(sum(gross) as decimal(18, 4)) as gross,
    cast(sum(discount) as decimal(18, 4)) as discount,
    cast(sum(net) as decimal(18, 4)) as net,
    cast(sum(tax) as decimal(18, 4)) as tax,
    count(*) as line_n,
    currency
from amounts
group by site_id, location_id, local_date, basis, account_code, is_deposit, currency
