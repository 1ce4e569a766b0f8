-- Every kind of line seen, with the first rule of the seed that fits it; no rule = other, which no map row of ours takes.
with seen as (
    select distinct
        is_service,
        category_id,
        item_name,
        gift_card_barcode_id is not null as has_gift_card
    from {{ ref('stg_mindbody__sale_items') }}
),

rules as (
    select * from {{ ref('stg_finance__item_kind_rule') }}
),

fitting as (
    select
        seen.*,
        rules.item_kind,
        rules.rule_no
    from seen
    left join rules
        on (rules.is_service is null or rules.is_service = seen.is_service)
        and (rules.category_id is null or rules.category_id = seen.category_id)
        and (rules.item_name_like is null or lower(trim(seen.item_name)) like rules.item_name_like)
        and (rules.has_gift_card is null or rules.has_gift_card = seen.has_gift_card)
)

select
    is_service,
    category_id,
    item_name,
    has_gift_card,
    coalesce(item_kind, 'other') as item_kind
from fitting
qualify row_number() over (partition by is_service, category_id, item_name, has_gift_card order by rule_no) = 1
