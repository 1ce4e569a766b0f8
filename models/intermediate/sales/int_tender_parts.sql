-- What a tender's amount holds, summed over the lines it paid.
select
    site_id,
    sale_id,
    payment_id,
    sum(tax_part) as tax_part,
    sum(tip_part) filter (where item_kind = 'tip') as tip_part,
    sum(discount_part) as discount_part,
    sum(paid) filter (where is_gift_card_money) as gift_card_part,
    sum(paid) filter (where is_account_money) as account_part,
    bool_and(is_void) as is_void,
    max(settlement_date) as settlement_date
from {{ ref('int_line_tenders') }}
where payment_id <> 0
group by site_id, sale_id, payment_id
