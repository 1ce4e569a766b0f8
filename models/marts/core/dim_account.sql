-- The chart of accounts is the studio's own decision, the same for all of its sites: no stream has it.
select
    account_code,
    account_name,
    account_type
from {{ ref('stg_finance__gl_account') }}
