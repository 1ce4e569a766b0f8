with lines as (
    select * from {{ ref('int_sale_lines') }}
),

accounts as (
    select * from {{ ref('int_line_accounts') }}
)

select
    lines.site_id,
    lines.sale_id,
    lines.sale_detail_id,
    lines.client_id,
    lines.location_id,
    lines.sale_local as sold_at_local,
    lines.local_date,
    lines.item_kind,
    lines.item_name,
    lines.product_id,
    lines.category_id,
    lines.sub_category_id as subcategory_id,
    lines.program_id,
    lines.contract_id,
    lines.payment_ref_id,
    lines.quantity,
    cast(lines.gross as decimal(18, 4)) as gross,
    cast(lines.discount as decimal(18, 4)) as discount,
    cast(lines.net as decimal(18, 4)) as net,
    cast(lines.tax as decimal(18, 4)) as tax,
    cast(lines.total as decimal(18, 4)) as total,
    lines.is_reversal as is_return,
    lines.is_returned as is_flagged_returned,
    accounts.account_code,
    accounts.rule_id,
    lines.currency
from lines
inner join accounts
    on lines.site_id = accounts.site_id
    and lines.sale_id = accounts.sale_id
    and lines.sale_detail_id = accounts.sale_detail_id
