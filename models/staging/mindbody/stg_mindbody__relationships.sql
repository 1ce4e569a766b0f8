with source as (
    select *
    from {{ source('mindbody', 'relationships') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as relationship_id,
    ---------- text
    "RelationshipName1" as relationship_name1,
    "RelationshipName2" as relationship_name2,
    ---------- times
    _extracted_at as extracted_at
from source
