-- Rows of the tax map for the same slot of the same place that share a day. Copies of one row have nothing to tell them apart, so
-- days are compared with those of the row before.
with rates as (
    select
        site_id,
        location_id,
        tax_slot,
        coalesce(valid_from, date '0001-01-01') as begins,
        max(coalesce(valid_to, date '9999-12-31')) over (
            partition by site_id, location_id, tax_slot
            order by valid_from nulls first
            rows between unbounded preceding and 1 preceding
        ) as earlier_ends
    from {{ ref('stg_finance__tax_map') }}
)

select *
from rates
where begins < earlier_ends
