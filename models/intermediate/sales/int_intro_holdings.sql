-- Intro offers in clients' hands, each with its purchase, its end and whether it was given back. One that lasts from its first
-- use has no end before that, whatever is told.
with holdings as (
    select * from {{ ref('stg_mindbody__client_services') }}
),

services as (
    select * from {{ ref('stg_mindbody__services') }} where is_intro_offer
),

people as (
    select * from {{ ref('int_person_by_client_id') }} where not is_excluded_person
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

lines as (
    select * from {{ ref('int_sale_lines') }} where payment_ref_id is not null and is_service
),

sold as (
    select *
    from lines
    where not is_reversal
    qualify row_number() over (partition by site_id, payment_ref_id order by sale_local, sale_id, sale_detail_id) = 1
),

-- Money given back as goodwill takes nothing away: an intro is returned once all that was paid for it is back.
given_back as (
    select
        site_id,
        payment_ref_id,
        max(local_date) filter (where is_reversal) as given_back_on
    from lines
    group by site_id, payment_ref_id
    having bool_or(is_reversal) and sum(net) <= 0
),

uses as (
    select
        uses.site_id,
        uses.client_service_id,
        count(*) as attended_n,
        min(uses.local_date) as first_used_on
    from {{ ref('int_pass_uses') }} as uses
    inner join as_of on uses.site_id = as_of.site_id and uses.local_date <= as_of.as_of_date
    where uses.outcome = 'attended'
    group by uses.site_id, uses.client_service_id
)

select
    holdings.site_id,
    holdings.client_service_id,
    people.person_key,
    holdings.product_id,
    coalesce(services.service_name, holdings.client_service_name) as service_name,
    -- An option whose sale was not read has the day it says it was paid on.
    coalesce(sold.local_date, holdings.payment_date, holdings.active_date) as bought_on,
    uses.first_used_on,
    case
        when not coalesce(lower(services.expiration_type) like '%first%', false) then holdings.expiration_date
        when uses.first_used_on is not null
            then coalesce(
                holdings.expiration_date,
                {{ later_by('uses.first_used_on', 'services.expiration_length', 'services.expiration_unit') }} - 1
            )
    end as expires_on,
    coalesce(uses.attended_n, 0) as attended_n,
    -- What the option says counts where no return tells its day.
    coalesce(given_back.given_back_on <= as_of.as_of_date, holdings.returned, false) as is_returned,
    as_of.as_of_date
from holdings
inner join services on holdings.site_id = services.site_id and holdings.product_id = services.product_id
inner join people on holdings.site_id = people.site_id and holdings.client_id = people.client_id
left join sold on holdings.site_id = sold.site_id and holdings.client_service_id = sold.payment_ref_id
inner join as_of
    on holdings.site_id = as_of.site_id
    and coalesce(sold.local_date, holdings.payment_date, holdings.active_date) <= as_of.as_of_date
left join given_back
    on holdings.site_id = given_back.site_id and holdings.client_service_id = given_back.payment_ref_id
left join uses on holdings.site_id = uses.site_id and holdings.client_service_id = uses.client_service_id
