-- What became of each intro offer. A purchase converts that is paid, of a service that is no intro offer, and binds: a drop-in or
-- an option of an aggregator is told apart. Whether an offer did not convert is known only once its window is over.
with intros as (
    select * from {{ ref('int_intro_holdings') }}
),

services as (
    select site_id, product_id, service_name, is_intro_offer
    from {{ ref('stg_mindbody__services') }}
),

bought as (
    select
        purchases.*,
        services.service_name
    from {{ ref('int_person_purchases') }} as purchases
    left join services on purchases.site_id = services.site_id and purchases.product_id = services.product_id
    where purchases.item_kind = 'service' and purchases.is_paid and not coalesce(services.is_intro_offer, false)
),

-- The first of a day stands for it.
binding as (
    select *
    from bought
    where is_paid_purchase
    qualify row_number() over (partition by site_id, person_key, local_date order by sale_id, sale_detail_id) = 1
),

paid as (
    select distinct site_id, person_key, local_date from bought
),

judged as (
    select
        intros.*,
        binding.local_date as converted_on,
        binding.product_id as converted_product_id,
        binding.service_name as converted_to,
        paid.local_date as next_paid_on,
        intros.bought_on + {{ var('intro_conversion_days') }} as purchase_window_until,
        intros.expires_on + {{ var('intro_conversion_days') }} as expiry_window_until
    from intros
    asof left join binding
        on intros.site_id = binding.site_id
        and intros.person_key = binding.person_key
        and intros.bought_on <= binding.local_date
    asof left join paid
        on intros.site_id = paid.site_id
        and intros.person_key = paid.person_key
        and intros.bought_on <= paid.local_date
)

select
    site_id,
    client_service_id,
    person_key,
    product_id,
    service_name,
    bought_on,
    first_used_on,
    expires_on,
    attended_n,
    is_returned,
    converted_on,
    converted_product_id,
    converted_to,
    next_paid_on,
    cast(converted_on - bought_on as integer) as days_from_purchase,
    cast(converted_on - expires_on as integer) as days_from_expiry,
    purchase_window_until <= as_of_date as is_matured_purchase,
    expiry_window_until <= as_of_date as is_matured_expiry,
    coalesce(converted_on <= purchase_window_until, false) as is_converted_in_purchase_window,
    case when expires_on is not null then coalesce(converted_on <= expiry_window_until, false) end
        as is_converted_in_expiry_window
from judged
