-- The person who bought in each sale. Somebody whom nobody ever listed is known, and excluded, by the client id alone; a sale
-- without a client is nobody's.
with sales as (
    select site_id, sale_id, client_id from {{ ref('stg_mindbody__sales') }} where client_id is not null
),

people as (
    select * from {{ ref('int_person_by_client_id') }}
),

excluded as (
    select site_id, client_id from {{ ref('stg_finance__excluded_person') }}
)

select
    sales.site_id,
    sales.sale_id,
    coalesce(people.person_key, sales.site_id || '-client-' || sales.client_id) as person_key
from sales
left join people on sales.site_id = people.site_id and sales.client_id = people.client_id
left join excluded on sales.site_id = excluded.site_id and sales.client_id = excluded.client_id
where not coalesce(people.is_excluded_person, excluded.client_id is not null)
