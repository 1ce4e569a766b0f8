{{ config(materialized='table') }}
-- What members buy in each 30 days of their membership, by the people who were members as they began and were seen through them,
-- beside the share that gets so far. Of who leaves within them all is counted that they bought in them, returns as well.
with subjects as (
    select
        *,
        cast(ceil(entry_day / 30) as integer) as from_month,
        -- The last 30 days that began while they were a member, and that were over by the day seen last.
        cast(floor(least(duration_days - 1, observed_until - started_on - 29) / 30) as integer) as until_month
    from {{ ref('int_survival_subjects') }}
),

steps as (
    select * from {{ ref('int_survival_steps') }}
),

lives as (
    select * from {{ ref('int_membership_lives') }}
),

purchases as (
    select
        lives.site_id,
        lives.person_key,
        cast(floor((bought.local_date - lives.started_on) / 30) as integer) as month_no,
        sum(bought.net) as net
    from {{ ref('int_person_purchases') }} as bought
    inner join lives on bought.site_id = lives.site_id and bought.person_key = lives.person_key
    where bought.local_date >= lives.started_on
    group by lives.site_id, lives.person_key, cast(floor((bought.local_date - lives.started_on) / 30) as integer)
),

months as (
    select distinct
        site_id, segment_by, segment_value, segment,
        unnest(range({{ var('lifetime_months') }})) as month_no
    from subjects
),

-- Members of a month: those who came into view by it less those who had gone out of it.
moves as (
    select segment, month_no, 0 as members from months
    union all
    select segment, from_month, 1 from subjects where until_month >= from_month
    union all
    select segment, until_month + 1, -1 from subjects where until_month >= from_month
),

members as (
    select
        segment,
        month_no,
        sum(sum(members)) over (partition by segment order by month_no) as members_n
    from moves
    group by segment, month_no
),

bought as (
    select
        subjects.segment,
        purchases.month_no,
        sum(purchases.net) as net_sales
    from subjects
    inner join purchases
        on subjects.site_id = purchases.site_id
        and subjects.person_key = purchases.person_key
        and purchases.month_no between subjects.from_month and subjects.until_month
    group by subjects.segment, purchases.month_no
),

horizons as (
    select segment, max(day) as horizon_days from steps group by segment
),

-- Of days after the last one seen nothing is known, unless everybody has left.
survived as (
    select
        months.*,
        case when months.month_no * 30 <= horizons.horizon_days or steps.survival = 0 then steps.survival end as survival
    from months
    asof left join steps on months.segment = steps.segment and months.month_no * 30 >= steps.day
    inner join horizons on months.segment = horizons.segment
)

select
    survived.site_id,
    survived.segment_by,
    survived.segment_value,
    survived.segment,
    cast(survived.month_no as integer) as month_no,
    cast(survived.month_no * 30 as integer) as day,
    survived.survival,
    cast(members.members_n as bigint) as members_n,
    if(members.members_n = 0, null, cast(coalesce(bought.net_sales, 0) as decimal(18, 4))) as net_sales,
    {{ amount_each('if(members.members_n = 0, null, coalesce(bought.net_sales, 0))', 'nullif(members.members_n, 0)') }}
        as net_sales_per_member
from survived
inner join members on survived.segment = members.segment and survived.month_no = members.month_no
left join bought on survived.segment = bought.segment and survived.month_no = bought.month_no
