-- The Earned Revenue report, by the day a part of a pricing option was delivered or what was left of it expired. Always by
-- Mindbody's own rules, whatever the studio's books go by: that is what its figures are held against.
with earnings as (
    select * from {{ ref('int_native_earnings') }}
),

options as (
    select * from {{ ref('int_native_options') }}
),

locations as (
    select * from {{ ref('dim_location') }}
)

select
    earnings.site_id,
    earnings.payment_ref,
    earnings.local_date,
    earnings.section,
    options.client_id,
    options.category_name,
    options.pricing_option,
    options.location_id,
    locations.location_name,
    coalesce(locations.is_active, true) as is_active_location,
    options.is_unlimited,
    options.sold_on,
    options.expires_on,
    {{ from_units('earnings.gross_units', 'options.currency') }} as subtotal,
    {{ from_units('earnings.gross_units - earnings.net_units', 'options.currency') }} as discount,
    {{ from_units('earnings.net_units', 'options.currency') }} as earned,
    {{ from_units('earnings.gross_units - earnings.net_units', 'options.currency') }} as discount_part,
    options.currency
from earnings
inner join options on earnings.site_id = options.site_id and earnings.payment_ref = options.payment_ref
left join locations on options.site_id = locations.site_id and options.location_id = locations.location_id
