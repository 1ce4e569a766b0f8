{{ config(materialized='table') }}
-- What moves the gift cards outstanding: issued and taken back by lines at face value, redeemed and refunded by tenders. The API
-- names no card on a tender, so a redemption is known by site and not by card.
with lines as (
    select * from {{ ref('int_booked_lines') }} where treatment = 'gift_card'
),

items as (
    select * from {{ ref('stg_mindbody__sale_items') }} where copy_no = 1
),

tenders as (
    select * from {{ ref('int_booked_tenders') }} where tender_kind = 'gift_card'
),

moved as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        cast(null as bigint) as payment_id,
        if(lines.face_units < 0, 'taken_back', 'issued') as movement_kind,
        items.gift_card_barcode_id,
        lines.location_id,
        lines.local_date,
        lines.face_units as units,
        lines.currency
    from lines
    left join items
        on lines.site_id = items.site_id
        and lines.sale_id = items.sale_id
        and lines.sale_detail_id = items.sale_detail_id
    union all
    select
        site_id,
        sale_id,
        null,
        payment_id,
        if(units < 0, 'refunded', 'redeemed'),
        null,
        location_id,
        local_date,
        -units,
        currency
    from tenders
)

select
    * replace (cast(units as hugeint) as units)
from moved
where units <> 0
