-- An instant by the offset of its day is the one that is worked out for that time alone: visits where the two differ.
select
    visits.site_id,
    visits.visit_id,
    visits.start_local,
    visits.start_utc,
    {{ local_to_utc('visits.start_local', 'sites.zone') }} as worked_out
from {{ ref('int_visits_deduped') }} as visits
inner join {{ ref('int_sites') }} as sites on visits.site_id = sites.site_id
where visits.visit_id % 97 = 0
    and visits.start_utc is distinct from {{ local_to_utc('visits.start_local', 'sites.zone') }}
