-- What a new member is expected to buy: the months of fct_expected_value_month up to the first that nobody was seen through, at
-- most `lifetime_months` of them. How far that is stands beside it, since a sum over fewer months is a smaller promise.
with months as (
    select
        *,
        bool_and(expected_net_sales is not null) over (partition by segment order by month_no) as is_reached
    from {{ ref('fct_expected_value_month') }}
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

sums as (
    select
        site_id,
        segment_by,
        segment_value,
        segment,
        count(*) filter (where is_reached) as months_n,
        max(members_n) filter (where month_no = 0) as members_n,
        sum(expected_net_sales) filter (where is_reached) as expected_value
    from months
    group by site_id, segment_by, segment_value, segment
)

select
    sums.site_id,
    sums.segment_by,
    sums.segment_value,
    sums.segment,
    sums.members_n,
    cast(sums.months_n as integer) as months_n,
    cast(sums.months_n * 30 as integer) as horizon_days,
    sums.months_n = {{ var('lifetime_months') }} as is_whole_horizon,
    cast(sums.expected_value as decimal(18, 4)) as expected_value,
    sites.currency
from sums
inner join sites on sums.site_id = sites.site_id
