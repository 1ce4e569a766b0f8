-- Tenders of sales, unnested.
with sales as (
    select
        "SiteId" as site_id,
        "Id" as sale_id,
        from_json("Payments", '[{
            "Id": "BIGINT", "Amount": "DECIMAL(24,8)", "Method": "BIGINT",
            "Type": "VARCHAR", "Notes": "VARCHAR", "TransactionId": "BIGINT"
        }]') as payments
    from {{ source('mindbody', 'sales') }}
    where _deleted_at is null
),

tenders as (
    select
        site_id,
        sale_id,
        unnest(payments) as payment,
        generate_subscripts(payments, 1) as line_no
    from sales
),

renamed as (
    select
        ---------- ids
        site_id,
        sale_id,
        -- As for lines: a tender without an id is known by its place.
        coalesce(payment."Id", -line_no) as payment_id,
        line_no,
        payment."Method" as payment_method_id,
        nullif(payment."TransactionId", 0) as transaction_id,
        ---------- text
        trim(payment."Type") as payment_type_name,
        ---------- money
        cast(payment."Amount" as decimal(18, 4)) as amount
    from tenders
)

select
    *,
    row_number() over (partition by site_id, sale_id, payment_id order by line_no) as copy_no
from renamed
