-- Clients that the list of clients had once, deleted or merged away: what they bought still names them by their client id.
select
    "SiteId" as site_id,
    "UniqueId" as client_unique_id,
    "Id" as client_id,
    cast({{ read_local('"CreationDate"') }} as date) as creation_date
from {{ source('mindbody', 'clients') }}
where _deleted_at is not null
