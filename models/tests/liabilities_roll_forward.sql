-- Fails with every month of a liability whose begin, in and out do not give its end, whose begin is not the end of the month
-- before, or whose end is not what the journal has come to by then.
with months as (
    select
        *,
        lag(end_balance, 1, 0) over balance as end_before,
        lag(month) over balance as month_before
    from {{ ref('fct_liability_rollforward') }}
    window balance as (partition by site_id, kind, currency order by month)
),

journal as (
    select
        months.site_id,
        months.kind,
        months.currency,
        months.month,
        sum(lines.credit - lines.debit) * if(months.kind in ('receivable', 'clearing'), -1, 1) as amount
    from months
    inner join {{ ref('fct_journal_line') }} as lines
        on lines.basis = 'earned'
        and months.site_id = lines.site_id
        and months.currency = lines.currency
        and lines.posting_date < months.month + interval 1 month
        and lines.posting_role = case months.kind
            when 'deferred' then 'DEFERRED'
            when 'gift_card' then 'GIFT_CARD_LIAB'
            when 'client_credit' then 'CLIENT_CREDIT_LIAB'
            when 'receivable' then 'AR_CLIENT'
            when 'tips' then 'TIPS_PAYABLE'
            when 'tax' then 'TAX_PAYABLE'
            when 'clearing' then 'CLEARING'
            when 'suspense' then 'SUSPENSE'
        end
    group by months.site_id, months.kind, months.currency, months.month
)

select
    months.site_id,
    months.kind,
    months.month,
    months.begin_balance,
    months.amount_in,
    months.amount_out,
    months.end_balance,
    journal.amount as journal_balance
from months
left join journal
    on months.site_id = journal.site_id
    and months.kind = journal.kind
    and months.currency = journal.currency
    and months.month = journal.month
where months.begin_balance + months.amount_in - months.amount_out <> months.end_balance
    or months.begin_balance <> months.end_before
    or months.month_before + interval 1 month <> months.month
    or months.end_balance is distinct from journal.amount
