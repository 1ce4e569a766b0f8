-- What a member is expected to buy in each 30 days of a membership, and the numbers it is made of: int_expected_value_months.
-- Once everybody has left, nothing is bought any more; before that, what nobody was seen through is unknown.
with months as (
    select * from {{ ref('int_expected_value_months') }}
)

select
    site_id,
    segment_by,
    segment_value,
    segment,
    month_no,
    day,
    cast(survival as decimal(20, 12)) as survival,
    members_n,
    net_sales,
    net_sales_per_member,
    cast(if(months.survival = 0, 0, months.survival * cast(net_sales as double) / nullif(members_n, 0)) as decimal(18, 4)) as expected_net_sales
from months
