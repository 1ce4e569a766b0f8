with source as (
    select *
    from {{ source('mindbody', 'client_indexes') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as client_index_id,
    ---------- text
    "Name" as client_index_name,
    ---------- flags
    "RequiredBusinessMode" as required_business_mode,
    "RequiredConsumerMode" as required_consumer_mode,
    ---------- nested
    "Values" as index_values,
    ---------- times
    _extracted_at as extracted_at
from source
