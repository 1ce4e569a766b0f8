-- The Gift Cards report: cards are issued at what they are good for, above nothing, and redeemed by tenders, below. No account
-- of the studio's own ledger is needed for it, so a line that still waits for one stands here all the same.
with lines as (
    select * from {{ ref('int_sale_lines') }} where item_kind = 'gift_card'
),

items as (
    select * from {{ ref('stg_mindbody__sale_items') }} where copy_no = 1
),

cards as (
    select site_id, product_id, card_value from {{ ref('stg_mindbody__gift_cards') }}
),

tenders as (
    select * from {{ ref('int_tenders') }} where tender_kind = 'gift_card' and amount <> 0
),

sales as (
    select site_id, sale_id, original_sale_local from {{ ref('stg_mindbody__sales') }}
),

readings as (
    select * from {{ ref('int_sale_readings') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

moved as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id as source_id,
        'sale_line' as source_type,
        if(lines.is_reversal, 'taken_back', 'issued') as movement_kind,
        items.gift_card_barcode_id,
        lines.client_id,
        lines.location_id,
        lines.local_date,
        -- A card of a free amount is good for its list price.
        case
            when coalesce(cards.card_value, 0) = 0 then lines.net + lines.discount
            else if(lines.is_reversal, -1, 1) * abs(cards.card_value * lines.quantity)
        end as amount,
        lines.total as price,
        lines.is_returned,
        lines.currency
    from lines
    inner join items
        on lines.site_id = items.site_id
        and lines.sale_id = items.sale_id
        and lines.sale_detail_id = items.sale_detail_id
    left join cards on lines.site_id = cards.site_id and lines.product_id = cards.product_id
    union all
    select
        site_id,
        sale_id,
        payment_id,
        'payment',
        if(amount < 0, 'refunded', 'redeemed'),
        null,
        client_id,
        location_id,
        local_date,
        -amount,
        null,
        false,
        currency
    from tenders
)

select
    moved.site_id,
    moved.sale_id,
    moved.source_type,
    moved.source_id,
    moved.movement_kind,
    moved.gift_card_barcode_id,
    moved.client_id,
    moved.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    moved.local_date,
    cast(sales.original_sale_local as date) as original_local_date,
    cast(moved.amount as decimal(18, 4)) as amount,
    cast(moved.price as decimal(18, 4)) as price,
    moved.is_returned,
    moved.currency,
    readings.changed_at,
    readings.read_since
from moved
inner join sales on moved.site_id = sales.site_id and moved.sale_id = sales.sale_id
left join readings on moved.site_id = readings.site_id and moved.sale_id = readings.sale_id
left join locations on moved.site_id = locations.site_id and moved.location_id = locations.location_id
