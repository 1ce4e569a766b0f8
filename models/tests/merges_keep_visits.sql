-- A merge moves visits to another person; it neither makes nor loses one, whatever its chain. Sites where the visits of an outcome are
-- not as many under persons as before anybody was looked up.
with before as (
    select
        site_id,
        outcome,
        count(*) as visits
    from {{ ref('int_visits_outcomes') }}
    group by site_id, outcome
),

after as (
    select
        site_id,
        outcome,
        count(*) as visits
    from {{ ref('fct_visit') }}
    where person_key is not null
    group by site_id, outcome
)

select
    coalesce(before.site_id, after.site_id) as site_id,
    coalesce(before.outcome, after.outcome) as outcome,
    before.visits as visits_before,
    after.visits as visits_after
from before
full join after on before.site_id = after.site_id and before.outcome = after.outcome
where before.visits is distinct from after.visits
