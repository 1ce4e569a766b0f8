-- Findings in the studio's own data. They do not stop the marts from being published; a `warn` needs a person.
with findings as (
    select * from {{ ref('int_findings_sales') }}
    union all
    select * from {{ ref('int_findings_visits') }}
    union all
    select * from {{ ref('int_findings_reference') }}
    union all
    select * from {{ ref('int_findings_recognition') }}
    union all
    select * from {{ ref('int_findings_liabilities') }}
    union all
    select * from {{ ref('int_findings_journal') }}
)

select
    finding,
    severity,
    site_id,
    entity,
    entity_id,
    detail,
    cast(amount as decimal(18, 4)) as amount
from findings
