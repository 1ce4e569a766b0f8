with source as (
    select *
    from {{ source('mindbody', 'client_services') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "Id" as client_service_id,
    "ProductId" as product_id,
    "ClientID" as client_id,
    ---------- text
    "ActivationType" as activation_type,
    "Name" as client_service_name,
    ---------- numerics
    "Count" as session_count,
    "Remaining" as remaining,
    ---------- flags
    "CannotPayForClassesBeforeActivation" as cannot_pay_for_classes_before_activation,
    "Current" as is_current,
    "Returned" as returned,
    ---------- nested
    "Program" as program,
    ---------- times
    {{ read_date('"ActiveDate"') }} as active_date,
    {{ read_date('"ExpirationDate"') }} as expiration_date,
    {{ read_date('"PaymentDate"') }} as payment_date,
    _extracted_at as extracted_at
from source
