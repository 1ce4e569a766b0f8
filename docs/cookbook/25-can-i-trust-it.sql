-- Is all of this fresh, and what is odd in the data?
-- Look here first. A mart that is not fresh rests on a stream that was not read lately; a finding of severity warn needs a person,
-- one of severity info is only told. The remedy for each finding stands in its detail.
select
    'freshness' as kind,
    state as what,
    'mart' as entity,
    count(*) as rows_n,
    min(newest_local_date) as oldest_newest_date,
    cast(null as decimal(18, 4)) as amount
from mart_freshness
group by all
union all
select
    'finding, ' || severity as kind,
    finding as what,
    entity,
    count(*) as rows_n,
    cast(null as date) as oldest_newest_date,
    sum(amount) as amount
from data_quality
group by all
order by kind, rows_n desc, what, entity;
