-- Pricing options. A count at or above the sentinel means unlimited.
select
    services.site_id,
    services.product_id,
    services.service_name,
    services.service_type,
    services.program_id,
    coalesce(programs.program_name, services.program) as program_name,
    services.membership_id,
    services.revenue_category,
    services.price,
    if(services.session_count >= {{ var('unlimited_count') }}, null, services.session_count) as session_count,
    services.service_type = 'Unlimited' or services.session_count >= {{ var('unlimited_count') }} as is_unlimited,
    services.service_type = 'Drop-in' as is_drop_in,
    coalesce(services.is_intro_offer, false) as is_intro_offer,
    coalesce(services.discontinued, false) as is_discontinued
from {{ ref('stg_mindbody__services') }} as services
left join {{ ref('stg_mindbody__programs') }} as programs
    on services.site_id = programs.site_id and services.program_id = programs.program_id
