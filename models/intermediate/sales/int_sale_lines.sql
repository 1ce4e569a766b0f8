{{ config(materialized='table') }}
-- One row per purchased item with the amounts that count. Total and tax are taken as told; where prices hold their tax, gross
-- is the list amount less the tax part. A line whose own arithmetic fails by more than a cent is marked, not repaired; one
-- without a price is worth what its total says, and one without either is worth nothing and marked.
with items as (
    select * from {{ ref('stg_mindbody__sale_items') }} where copy_no = 1
),

sales as (
    select site_id, sale_id, client_id, location_id, sale_local, original_sale_local
    from {{ ref('stg_mindbody__sales') }}
),

sites as (
    select * from {{ ref('int_sites') }}
),

services as (
    select site_id, product_id, program_id from {{ ref('stg_mindbody__services') }}
),

kinds as (
    select * from {{ ref('int_item_kinds') }}
),

signed as (
    select
        items.*,
        sales.client_id,
        sales.location_id,
        sales.sale_local,
        sales.original_sale_local,
        sites.currency,
        coalesce(sites.is_tax_inclusive, false) as is_tax_inclusive,
        services.program_id,
        kinds.item_kind,
        items.unit_price * coalesce(items.quantity, 1) as list_amount,
        -- A return carries a negative quantity or total; its tax and discount follow whatever sign they were told with.
        case when items.quantity < 0 or items.total_amount < 0 then -1 else 1 end as direction
    from items
    inner join sales on items.site_id = sales.site_id and items.sale_id = sales.sale_id
    left join sites on items.site_id = sites.site_id
    left join services
        on items.is_service and items.site_id = services.site_id and items.product_id = services.product_id
    left join kinds
        on items.is_service is not distinct from kinds.is_service
        and items.category_id is not distinct from kinds.category_id
        and items.item_name is not distinct from kinds.item_name
        and (items.gift_card_barcode_id is not null) = kinds.has_gift_card
),

amounts as (
    select
        *,
        direction * abs(coalesce(tax_amount, 0)) as tax,
        direction * abs(coalesce(discount_amount, 0)) as discount,
        cast(list_amount as decimal(18, 4))
        - case when is_tax_inclusive then direction * abs(coalesce(tax_amount, 0)) else 0 end as list_gross
    from signed
),

priced as (
    select
        *,
        coalesce(list_gross, total_amount - tax + discount, 0) as gross,
        coalesce(total_amount, list_gross - discount + tax, 0) as total
    from amounts
)

select
    site_id,
    sale_id,
    sale_detail_id,
    client_id,
    recipient_client_id,
    location_id,
    sale_local,
    original_sale_local,
    cast(sale_local as date) as local_date,
    item_kind,
    item_name,
    is_service,
    product_id,
    contract_id,
    category_id,
    sub_category_id,
    program_id,
    payment_ref_id,
    coalesce(quantity, 1) as quantity,
    unit_price,
    cast(list_amount as decimal(18, 4)) as list_amount,
    gross,
    discount,
    total - tax as net,
    tax,
    total,
    -- How far the line's own numbers miss each other.
    total - (gross - discount + tax) as identity_difference,
    -- Nor can more tax than total be right, which prices that hold their tax would not show.
    abs(total - (gross - discount + tax)) > 0.01 or direction * (total - tax) < 0 as is_identity_broken,
    unit_price is null and total_amount is null as is_unpriced,
    direction = -1 as is_reversal,
    is_returned,
    active_date,
    exp_date,
    currency
from priced
