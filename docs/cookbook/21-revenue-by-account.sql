-- What did each account make by month: as sold, as received, as earned?
-- Four views of the same money side by side; never add them up. native_accrual and native_cash are Mindbody's words, earned and
-- cash_books are the journal. The difference between sold and earned is what stands in deferred revenue.
select
    days.site_id,
    cast(date_trunc('month', days.local_date) as date) as month,
    days.account_code,
    any_value(dim_account.account_name) as account_name,
    coalesce(sum(days.net) filter (where days.basis = 'native_accrual'), 0) as sold,
    coalesce(sum(days.net) filter (where days.basis = 'native_cash'), 0) as received,
    coalesce(sum(days.net) filter (where days.basis = 'earned'), 0) as earned,
    coalesce(sum(days.net) filter (where days.basis = 'cash_books'), 0) as cash_books,
    days.currency
from fct_revenue_day as days
inner join dim_account on days.account_code = dim_account.account_code
where not days.is_deposit and dim_account.account_type in ('revenue', 'contra_revenue', 'suspense')
group by days.site_id, month, days.account_code, days.currency
order by days.site_id, month, days.account_code;
