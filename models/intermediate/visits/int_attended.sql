-- Attended visits by person, in order: the only outcome that makes a person active. House accounts are nobody.
with visits as (
    select * from {{ ref('int_visits_persons') }}
)

select
    site_id,
    visit_id,
    person_key,
    cast(start_local as date) as local_date,
    row_number() over (partition by site_id, person_key order by start_local, visit_id) as visit_no
from visits
where outcome = 'attended' and not is_excluded_person
