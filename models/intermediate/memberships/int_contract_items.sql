-- What a kind of contract puts into its holder's hands again and again: the pricing options among its items that are not sold
-- once. Mindbody does not say whether an item's id is the option's own or its product number, so the first that is known counts.
with contracts as (
    select
        site_id,
        contract_id,
        location_id,
        from_json(contract_items, '[{"Id": "VARCHAR", "OneTimeItem": "BOOLEAN"}]') as items
    from {{ ref('stg_mindbody__contracts') }}
),

services as (
    select site_id, product_id, barcode_id, program_id from {{ ref('stg_mindbody__services') }}
),

items as (
    select
        site_id,
        contract_id,
        location_id,
        unnest(items) as item,
        generate_subscripts(items, 1) as item_place
    from contracts
),

resolved as (
    select
        items.site_id,
        items.contract_id,
        items.location_id,
        items.item_place,
        coalesce(by_barcode.product_id, by_product.product_id) as product_id,
        coalesce(by_barcode.program_id, by_product.program_id) as program_id
    from items
    left join services as by_barcode
        on items.site_id = by_barcode.site_id and items.item."Id" = by_barcode.barcode_id
    left join services as by_product
        on items.site_id = by_product.site_id and try_cast(items.item."Id" as bigint) = by_product.product_id
    where items.item."OneTimeItem" is distinct from true
),

-- The same contract stands at every location that sells it.
placed as (
    select
        *,
        row_number() over (partition by site_id, contract_id, product_id order by location_id, item_place) as copy_no,
        row_number() over (partition by site_id, contract_id order by location_id, item_place, product_id) as item_no
    from resolved
    where product_id is not null
)

select
    site_id,
    contract_id,
    product_id,
    program_id,
    item_no
from placed
where copy_no = 1
