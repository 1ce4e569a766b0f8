-- Kinds of classes. Ones that only scheduled classes name are kept with what those say of them.
with descriptions as (
    select
        site_id,
        class_description_id,
        class_description_name,
        cast(program ->> '$.Id' as bigint) as program_id,
        program ->> '$.Name' as program_name,
        cast(session_type ->> '$.Id' as bigint) as session_type_id,
        session_type ->> '$.Name' as session_type_name,
        coalesce(is_active, true) as is_active,
        true as is_listed
    from {{ ref('stg_mindbody__class_descriptions') }}
),

seen as (
    select site_id, cast(class_description ->> '$.Id' as bigint) as class_description_id, class_description
    from {{ ref('stg_mindbody__classes') }}
    union all
    -- Sessions of enrollments tell the id alone.
    select site_id, class_description_id, null from {{ ref('int_enrollment_sessions') }}
),

scheduled as (
    select
        site_id,
        class_description_id,
        max(class_description ->> '$.Name') as class_description_name,
        max(cast(class_description ->> '$.Program.Id' as bigint)) as program_id,
        max(class_description ->> '$.Program.Name') as program_name,
        max(cast(class_description ->> '$.SessionType.Id' as bigint)) as session_type_id,
        max(class_description ->> '$.SessionType.Name') as session_type_name
    from seen
    where class_description_id is not null
    group by site_id, class_description_id
)

select * from descriptions
union all
select
    *,
    true as is_active,
    false as is_listed
from scheduled
where not exists (
    select 1
    from descriptions
    where descriptions.site_id = scheduled.site_id
        and descriptions.class_description_id = scheduled.class_description_id
)
