-- The person behind a client id, for records that name a client no other way (sales, contracts). The owner can give an id that was
-- freed to somebody else: the profile that was not merged away has it.
with people as (
    select * from {{ ref('int_person') }}
)

select
    site_id,
    client_id,
    client_unique_id,
    person_key,
    is_excluded_person
from people
where client_id is not null
qualify row_number() over (partition by site_id, client_id order by merge_steps, client_unique_id) = 1
