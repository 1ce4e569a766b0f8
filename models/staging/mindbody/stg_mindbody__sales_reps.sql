with source as (
    select *
    from {{ source('mindbody', 'sales_reps') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as sales_rep_id,
    ---------- text
    "FirstName" as first_name,
    "LastName" as last_name,
    ---------- nested
    "SalesRepNumbers" as sales_rep_numbers,
    ---------- times
    _extracted_at as extracted_at
from source
