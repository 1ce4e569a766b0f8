-- Closings and reopenings of periods in the order they were made; the newest of a site and period says how it stands.
select
    seq,
    site_id,
    period,
    event,
    at_utc,
    by_whom,
    reason,
    journal_hash,
    file_path,
    line_n
from {{ source('ledger', 'period_close') }}
