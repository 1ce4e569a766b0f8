-- Days on which a site was shut: those the studio put on its list, and those Mindbody told. Days are inclusive; a closure that ends at
-- midnight ends with the day before. One that takes only some of the categories people come for off the schedule shuts nothing.
with listed as (
    select site_id, from_date, until_date, reason from {{ ref('stg_finance__site_closure') }}
),

told as (
    select
        site_id,
        closure_id,
        closure_name as reason,
        program_ids,
        cast(start_local as date) as from_date,
        cast(greatest(end_local - interval 1 microsecond, start_local) as date) as until_date
    from {{ ref('stg_mindbody__site_closures') }}
    where not is_cancelled and start_local is not null and end_local >= start_local
),

programs as (
    select site_id, program_id
    from {{ ref('stg_mindbody__programs') }}
    -- Rooms and films are nothing anybody comes for.
    where coalesce(schedule_type, '') not in ('Resource', 'Media')
),

partial_closures as (
    select distinct told.site_id, told.closure_id
    from told
    inner join programs on told.site_id = programs.site_id
    where
        json_array_length(told.program_ids) > 0
        and not list_contains(try_cast(told.program_ids as bigint []), programs.program_id)
)

select
    site_id,
    from_date,
    until_date,
    reason,
    cast(null as bigint) as closure_id
from listed
union all
select
    told.site_id,
    told.from_date,
    told.until_date,
    told.reason,
    told.closure_id
from told
left join partial_closures on told.site_id = partial_closures.site_id and told.closure_id = partial_closures.closure_id
where partial_closures.closure_id is null
