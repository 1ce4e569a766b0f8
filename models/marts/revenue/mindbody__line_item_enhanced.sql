{%- set nothing = {
    'customer_name': 'varchar', 'customer_company': 'varchar', 'customer_email': 'varchar', 'customer_city': 'varchar',
    'customer_country': 'varchar'
} %}
with lines as (
    select * from {{ ref('int_sale_lines') }}
),

tenders as (
    select * from {{ ref('int_tenders') }}
),

settlements as (
    select * from {{ ref('int_settlements') }}
),

clients as (
    -- One client number can stand on two profiles after an edit.
    select site_id, client_id, min(creation_local) as creation_local
    from {{ ref('stg_mindbody__clients') }}
    group by site_id, client_id
),

held as (
    select * from {{ ref('stg_mindbody__client_contracts') }}
),

-- The schema has room for one payment: the largest of the sale.
main_tender as (
    select *
    from tenders
    qualify row_number() over (partition by site_id, sale_id order by abs(amount) desc, payment_id) = 1
),

paid as (
    select site_id, sale_id, sum(amount) as amount from tenders group by site_id, sale_id
),

fees as (
    select
        site_id,
        sale_id,
        {{ from_units('sum(fee_units)', 'any_value(currency)') }} as amount
    from settlements
    where sale_id is not null
    group by site_id, sale_id
),

sales as (
    select
        site_id,
        sale_id,
        sum(total) as total,
        -sum(total) filter (where is_reversal) as taken_back,
        bool_and(is_reversal) as is_refund,
        bool_and(is_returned) as is_returned,
        bool_or(is_returned or is_reversal) as has_return,
        bool_or(contract_id is not null) as is_recurring
    from lines
    group by site_id, sale_id
),

-- The contract as held on the day of the line; of several of its kind the one begun last.
line_contracts as (
    select
        lines.site_id,
        lines.sale_id,
        lines.sale_detail_id,
        held.client_contract_id,
        held.contract_name,
        lower(held.autopay_status) as autopay_status
    from lines
    inner join held
        on lines.site_id = held.site_id
        and lines.client_id = held.client_id
        and lines.contract_id = held.contract_id
        and lines.local_date >= held.start_date
    qualify row_number() over (
        partition by lines.site_id, lines.sale_id, lines.sale_detail_id
        order by held.start_date desc, held.client_contract_id desc
    ) = 1
),

enhanced as (
    select
        lines.*,
        row_number() over (partition by lines.site_id, lines.sale_id order by lines.sale_detail_id) as line_item_index,
        case
            when sales.is_refund then 'refund'
            when sales.is_returned then 'returned'
            when sales.has_return then 'partially_returned'
            when coalesce(paid.amount, 0) < sales.total then 'open'
            else 'paid'
        end as header_status,
        sales.is_refund as is_refund_sale,
        sales.is_recurring,
        sales.taken_back,
        fees.amount as fee,
        main_tender.payment_id,
        main_tender.payment_method_id,
        main_tender.method,
        line_contracts.client_contract_id,
        line_contracts.contract_name,
        line_contracts.autopay_status,
        clients.creation_local
    from lines
    inner join sales on lines.site_id = sales.site_id and lines.sale_id = sales.sale_id
    left join paid on lines.site_id = paid.site_id and lines.sale_id = paid.sale_id
    left join fees on lines.site_id = fees.site_id and lines.sale_id = fees.sale_id
    left join main_tender on lines.site_id = main_tender.site_id and lines.sale_id = main_tender.sale_id
    left join line_contracts
        on lines.site_id = line_contracts.site_id
        and lines.sale_id = line_contracts.sale_id
        and lines.sale_detail_id = line_contracts.sale_detail_id
    left join clients on lines.site_id = clients.site_id and lines.client_id = clients.client_id
),

records as (
    select
        *,
        'line_item' as record_type,
        line_item_index as record_index,
        is_reversal as is_refund_record,
        contract_id is not null as is_recurring_record
    from enhanced
    union all
    -- What is known of the sale as a whole. Its amounts stand on the lines and nowhere else, so that a sum over all records is
    -- right.
    select
        *,
        'header',
        0,
        is_refund_sale,
        is_recurring
    from enhanced
    where line_item_index = 1
)

select
    cast(sale_id as varchar) as header_id,
    if(record_type = 'line_item', cast(sale_detail_id as varchar), null) as line_item_id,
    cast(record_index as bigint) as line_item_index,
    record_type,
    sale_local as created_at,
    currency,
    header_status,
    if(record_type = 'line_item', cast(product_id as varchar), null) as product_id,
    if(record_type = 'line_item', item_name, null) as product_name,
    if(is_refund_record, 'refund', 'charge') as transaction_type,
    if(is_recurring_record, 'recurring', 'one_time') as billing_type,
    if(record_type = 'line_item', item_kind, null) as product_type,
    cast(if(record_type = 'line_item', quantity, null) as decimal(18, 4)) as quantity,
    cast(
        if(record_type = 'line_item' and quantity <> 0, {{ amount_each('gross', 'quantity') }}, null) as decimal(18, 4)
    ) as unit_amount,
    cast(if(record_type = 'line_item', discount, null) as decimal(18, 4)) as discount_amount,
    cast(if(record_type = 'line_item', tax, null) as decimal(18, 4)) as tax_amount,
    cast(if(record_type = 'line_item', total, null) as decimal(18, 4)) as total_amount,
    cast(payment_id as varchar) as payment_id,
    cast(payment_method_id as varchar) as payment_method_id,
    method as payment_method,
    if(payment_id is null, null, sale_local) as payment_at,
    cast(if(record_type = 'header', fee, null) as decimal(18, 4)) as fee_amount,
    cast(if(record_type = 'header', taken_back, null) as decimal(18, 4)) as refund_amount,
    if(record_type = 'line_item', cast(client_contract_id as varchar), null) as subscription_id,
    if(record_type = 'line_item', contract_name, null) as subscription_plan,
    if(record_type = 'line_item' and contract_id is not null, cast(active_date as timestamp), null)
        as subscription_period_started_at,
    if(record_type = 'line_item' and contract_id is not null, cast(exp_date as timestamp), null)
        as subscription_period_ended_at,
    if(record_type = 'line_item', autopay_status, null) as subscription_status,
    client_id as customer_id,
    creation_local as customer_created_at,
    'customer' as customer_level,
    {%- for column, type in nothing.items() %}
    cast(null as {{ type }}) as {{ column }},
    {%- endfor %}
    cast(site_id as varchar) as source_relation
from records
