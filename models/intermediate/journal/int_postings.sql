{{ config(materialized='table') }}
-- All that is posted up to as_of, from every family of events, with the first day of the stretch of the map it falls into: within
-- a stretch no row of gl_map begins or ends, so an account is looked for once per stretch and not once per day.
{%- set families = {
    'int_postings_sale_lines': 'earned',
    'int_postings_sale_tenders': 'earned',
    'int_postings_sale_gaps': 'earned',
    'int_postings_recognition': 'earned',
    'int_postings_settlements': 'earned',
    'int_postings_cash_books': 'cash_books'
} %}
{%- set columns = [
    'site_id', 'source_type', 'source_id', 'event_seq', 'event_date', 'location_id', 'posting_role', 'units', 'item_kind',
    'category_id', 'sub_category_id', 'program_id', 'product_id', 'payment_method_id', 'tax_slot', 'sale_id', 'sale_detail_id',
    'payment_id', 'visit_id', 'client_service_id', 'policy_version', 'memo'
] %}
with families as (
    {%- for family, basis in families.items() %}
    select
        '{{ basis }}' as basis,
        {{ columns | join(',\n        ') }}
    from {{ ref(family) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

map as (
    select valid_from, valid_to from {{ ref('stg_finance__gl_map') }}
),

stretches as (
    select date '0001-01-01' as stretch_from
    union
    select valid_from from map where valid_from is not null
    union
    select valid_to from map where valid_to is not null
),

-- Days are few, so each is placed once: an as-of join of the postings themselves sorts all of them at full width.
days as (
    {%- for family in families %}
    select event_date from {{ ref(family) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- By way of a list, so that DuckDB takes them for few and hashes them, and lets the postings stream by.
distinct_days as (
    select unnest(list(distinct event_date)) as event_date from days
),

placed as (
    select
        distinct_days.event_date,
        stretches.stretch_from
    from distinct_days
    asof join stretches on distinct_days.event_date >= stretches.stretch_from
),

sites as (
    select site_id, currency from {{ ref('int_sites') }}
),

reached as (
    select site_id, as_of_date from {{ ref('int_as_of') }}
)

select
    families.*,
    placed.stretch_from,
    sites.currency
from families
inner join sites on families.site_id = sites.site_id
inner join reached on families.site_id = reached.site_id
inner join placed on families.event_date = placed.event_date
where families.event_date <= reached.as_of_date
