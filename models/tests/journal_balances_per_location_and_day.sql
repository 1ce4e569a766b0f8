-- Debits and credits of a location's day are equal; the entries that make them miss each other there.
with by_entry as (
    select
        site_id, basis, location_id, posting_date, currency, entry_id, source_type, source_id,
        sum(debit) as debit,
        sum(credit) as credit
    from {{ ref('fct_journal_line') }}
    group by site_id, basis, location_id, posting_date, currency, entry_id, source_type, source_id
)

select *
from by_entry
qualify sum(debit - credit) over (partition by site_id, basis, location_id, posting_date, currency) <> 0
    and debit <> credit
