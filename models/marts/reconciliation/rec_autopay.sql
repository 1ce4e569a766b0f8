-- The Autopay Detail report: charges of contracts by the day they were planned for, whatever came after. A sale that an owner
-- moved keeps its first day here. A charge the bank refused makes no sale: what it was for, and by which tender, is taken from
-- the charge of the same client nearest to it, of its own contract and amount where there is one.
with events as (
    select * from {{ ref('fct_autopay_event') }}
),

lines as (
    select
        *,
        'sale-' || sale_id || '-' || sale_detail_id as event_id
    from {{ ref('int_sale_lines') }}
    where contract_id is not null
),

planned as (
    select
        *,
        'contract-' || client_contract_id || '-' || line_no as event_id
    from {{ ref('stg_mindbody__upcoming_autopays') }}
),

first_tenders as (
    select site_id, sale_id, method
    from {{ ref('int_tenders') }}
    qualify row_number() over (partition by site_id, sale_id order by payment_id) = 1
),

settlements as (
    select site_id, transaction_id, location_id, card_type from {{ ref('int_settlements') }}
),

services as (
    select site_id, product_id, service_name from {{ ref('dim_service') }}
),

-- One client number can stand on two profiles after an edit; the newest profile counts.
homes as (
    select site_id, client_id, home_location_id
    from {{ ref('dim_client') }}
    qualify row_number() over (partition by site_id, client_id order by client_unique_id desc) = 1
),

readings as (
    select * from {{ ref('int_sale_readings') }}
),

locations as (
    select * from {{ ref('dim_location') }}
),

told as (
    select
        events.*,
        coalesce(lines.item_name, services.service_name) as item_name,
        coalesce(first_tenders.method, planned.method) as method,
        coalesce(cast(lines.original_sale_local as date), events.scheduled_date) as local_date,
        -- 0 is how a transaction writes that it knows none.
        nullif(case
            when events.transaction_id is not null then settlements.location_id
            when events.sale_id is not null then lines.location_id
            else homes.home_location_id
        end, 0) as location_id,
        settlements.card_type
    from events
    left join lines on events.site_id = lines.site_id and events.event_id = lines.event_id
    left join planned on events.site_id = planned.site_id and events.event_id = planned.event_id
    left join first_tenders on events.site_id = first_tenders.site_id and events.sale_id = first_tenders.sale_id
    left join settlements
        on events.site_id = settlements.site_id and events.transaction_id = settlements.transaction_id
    left join services on events.site_id = services.site_id and events.product_id = services.product_id
    left join homes on events.site_id = homes.site_id and events.client_id = homes.client_id
),

like_refused as (
    select
        refused.site_id,
        refused.event_id,
        made.item_name,
        made.method,
        if(made.amount = refused.amount, made.tax, null) as tax
    from told as refused
    inner join told as made
        on refused.site_id = made.site_id
        and refused.client_id = made.client_id
        and coalesce(refused.client_contract_id = made.client_contract_id, true)
    where refused.transaction_id is not null and made.transaction_id is null
    qualify row_number() over (
        partition by refused.site_id, refused.event_id
        order by
            made.amount = refused.amount desc,
            abs(made.scheduled_date - refused.scheduled_date),
            made.event_id
    ) = 1
)

select
    told.site_id,
    told.event_id,
    told.client_id,
    told.client_contract_id,
    coalesce(told.item_name, like_refused.item_name) as item_name,
    told.status,
    told.local_date,
    coalesce(told.method, like_refused.method, told.card_type) as payment_method,
    told.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    told.sale_id,
    told.amount,
    coalesce(told.tax, like_refused.tax, 0) as tax_part,
    true as is_autopay,
    told.currency,
    readings.changed_at,
    readings.read_since
from told
left join like_refused on told.site_id = like_refused.site_id and told.event_id = like_refused.event_id
left join locations on told.site_id = locations.site_id and told.location_id = locations.location_id
left join readings on told.site_id = readings.site_id and told.sale_id = readings.sale_id
