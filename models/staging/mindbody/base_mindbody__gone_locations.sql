-- Places that the list of locations had once: what was sold there keeps their names.
select
    "SiteId" as site_id,
    "Id" as location_id,
    "Name" as location_name
from {{ source('mindbody', 'locations') }}
where _deleted_at is not null
