-- Each fact once, by its first message: two subscriptions tell one fact under two ids. What an event carries stays in raw, since it
-- names persons; the parts that marts need have models of their own.
with source as (
    select *
    from {{ source('mindbody', 'webhook_events') }}
    where _deleted_at is null
),

renamed as (
    select
        ---------- ids
        "SiteId" as site_id,
        "MessageId" as message_id,
        "EventId" as event_id,
        "EntityKey" as entity_key,
        "FactId" as fact_id,
        "TransactionKey" as transaction_key,
        ---------- text
        "EventSchemaVersion" as event_schema_version,
        ---------- times
        {{ read_utc('"OriginatedAt"') }} as originated_utc,
        {{ read_utc('"ReceivedAt"') }} as received_utc,
        _extracted_at as extracted_at
    from source
)

select *
from renamed
qualify row_number() over (partition by site_id, fact_id order by received_utc nulls last, message_id) = 1
