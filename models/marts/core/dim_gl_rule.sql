-- The rules of the map as they stand today: what a line's rule_id names. A rule that was taken out leaves lines that still name it.
select
    rule_id,
    posting_role,
    account_code,
    department,
    tax_code,
    valid_from,
    valid_to
from {{ ref('stg_finance__gl_map') }}
