with source as (
    select *
    from {{ source('mindbody', 'client_contracts') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "ClientId" as client_id,
    "PayerClientId" as payer_client_id,
    "AutoRenewClientContractID" as auto_renew_client_contract_id,
    "Id" as client_contract_id,
    "OriginationLocationId" as origination_location_id,
    "ContractID" as contract_id,
    ---------- text
    "AutopayStatus" as autopay_status,
    "ContractName" as contract_name,
    "MinimumCommitmentUnit" as minimum_commitment_unit,
    ---------- numerics
    cast("FirstAutoPay" as decimal(18, 4)) as first_auto_pay,
    cast("LastAutoPay" as decimal(18, 4)) as last_auto_pay,
    cast("NormalAutoPay" as decimal(18, 4)) as normal_auto_pay,
    "MinimumCommitmentValue" as minimum_commitment_value,
    ---------- flags
    "AutoRenewing" as auto_renewing,
    "IsMonthToMonth" as is_month_to_month,
    "ContractAutoRenewed" as contract_auto_renewed,
    ---------- nested
    "UpcomingAutopayEvents" as upcoming_autopay_events,
    ---------- times
    {{ read_date('"AgreementDate"') }} as agreement_date,
    {{ read_date('"EndDate"') }} as end_date,
    {{ read_date('"StartDate"') }} as start_date,
    {{ read_date('"TerminationDate"') }} as termination_date,
    {{ read_date('"MinimumCommitmentEndDate"') }} as minimum_commitment_end_date,
    _extracted_at as extracted_at
from source
