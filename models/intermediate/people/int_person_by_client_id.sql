-- The person behind a client id, for records that name a client no other way (sales, contracts), whether the profile is still listed
-- or not. An id that was freed can be given to somebody else: the profile that is listed has it, and of those the one not merged away.
with people as (
    select * from {{ ref('int_person') }}
),

gone as (
    select * from {{ ref('base_mindbody__gone_clients') }} where client_id is not null
),

excluded as (
    select site_id, client_id from {{ ref('stg_finance__excluded_person') }}
),

known as (
    select
        site_id,
        client_id,
        client_unique_id,
        person_key,
        is_excluded_person,
        merge_steps,
        true as is_listed
    from people
    where client_id is not null
    union all
    select
        gone.site_id,
        gone.client_id,
        gone.client_unique_id,
        coalesce(people.person_key, gone.site_id || '-' || gone.client_unique_id),
        coalesce(people.is_excluded_person, false) or excluded.client_id is not null,
        coalesce(people.merge_steps, 0),
        false
    from gone
    left join people on gone.site_id = people.site_id and gone.client_unique_id = people.client_unique_id
    left join excluded on gone.site_id = excluded.site_id and gone.client_id = excluded.client_id
)

select
    site_id,
    client_id,
    client_unique_id,
    person_key,
    is_excluded_person
from known
qualify row_number() over (
    partition by site_id, client_id order by is_listed desc, merge_steps, client_unique_id
) = 1
