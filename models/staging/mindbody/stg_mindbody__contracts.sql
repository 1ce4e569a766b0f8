with source as (
    select *
    from {{ source('mindbody', 'contracts') }}
    where _deleted_at is null
)

select
    ---------- ids
    "SiteId" as site_id,
    "LocationId" as location_id,
    "Id" as contract_id,
    "AssignsMembershipId" as assigns_membership_id,
    ---------- text
    "Name" as contract_name,
    "AssignsMembershipName" as assigns_membership_name,
    "IntroOffer" as intro_offer,
    "AutopayTriggerType" as autopay_trigger_type,
    "ActionUponCompletionOfAutopays" as action_upon_completion_of_autopays,
    "ClientsChargedOn" as clients_charged_on,
    ---------- numerics
    "NumberOfAutopays" as number_of_autopays,
    cast("DiscountAmount" as decimal(18, 4)) as discount_amount,
    cast("DepositAmount" as decimal(18, 4)) as deposit_amount,
    cast("FirstPaymentAmountSubtotal" as decimal(18, 4)) as first_payment_amount_subtotal,
    cast("FirstPaymentAmountTax" as decimal(18, 4)) as first_payment_amount_tax,
    cast("FirstPaymentAmountTotal" as decimal(18, 4)) as first_payment_amount_total,
    cast("RecurringPaymentAmountSubtotal" as decimal(18, 4)) as recurring_payment_amount_subtotal,
    cast("RecurringPaymentAmountTax" as decimal(18, 4)) as recurring_payment_amount_tax,
    cast("RecurringPaymentAmountTotal" as decimal(18, 4)) as recurring_payment_amount_total,
    cast("TotalContractAmountSubtotal" as decimal(18, 4)) as total_contract_amount_subtotal,
    cast("TotalContractAmountTax" as decimal(18, 4)) as total_contract_amount_tax,
    cast("TotalContractAmountTotal" as decimal(18, 4)) as total_contract_amount_total,
    cast("PromoPaymentAmountSubtotal" as decimal(18, 4)) as promo_payment_amount_subtotal,
    cast("PromoPaymentAmountTax" as decimal(18, 4)) as promo_payment_amount_tax,
    cast("PromoPaymentAmountTotal" as decimal(18, 4)) as promo_payment_amount_total,
    "NumberOfPromoAutopays" as number_of_promo_autopays,
    ---------- flags
    "SoldOnline" as sold_online,
    "FirstAutopayFree" as first_autopay_free,
    "LastAutopayFree" as last_autopay_free,
    "ClientTerminateOnline" as client_terminate_online,
    "RequiresElectronicConfirmation" as requires_electronic_confirmation,
    "AutopayEnabled" as autopay_enabled,
    ---------- nested
    "ContractItems" as contract_items,
    "AutopaySchedule" as autopay_schedule,
    "MembershipTypeRestrictions" as membership_type_restrictions,
    "LocationPurchaseRestrictionIds" as location_purchase_restriction_ids,
    "LocationPurchaseRestrictionNames" as location_purchase_restriction_names,
    ---------- times
    {{ read_date('"ClientsChargedOnSpecificDate"') }} as clients_charged_on_specific_date,
    _extracted_at as extracted_at
from source
