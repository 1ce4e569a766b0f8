// Contracts for sale as the API shows them, per location.
import type { Studio } from './life.ts'
import { money, type ApiRecord } from './records.ts'
import { coined, taxRateOf } from './till.ts'

/** The same contract is offered at every location, with that location's tax; the record itself does not name the place. */
export const contractRecords = (studio: Studio, locationId: number): readonly ApiRecord[] =>
  studio.plan.contracts.map((plan) => {
    const service = studio.plan.services.find(({ productId }) => productId === plan.serviceId)
    const rate = service === undefined ? 0 : taxRateOf(studio, service, locationId)
    const tax = coined(
      studio.plan,
      studio.plan.taxInclusive ? (plan.cents * rate) / (1 + rate) : plan.cents * rate,
    )
    const total = studio.plan.taxInclusive ? plan.cents : plan.cents + tax
    const months = plan.months ?? 0
    return {
      Id: plan.id,
      Name: plan.name,
      Description: null,
      AssignsMembershipId: service?.membershipId ?? null,
      AssignsMembershipName:
        studio.plan.memberships.find(({ id }) => id === service?.membershipId)?.name ?? null,
      SoldOnline: false,
      ContractItems: [
        {
          Id: String(plan.serviceId),
          Name: service?.name ?? null,
          Description: null,
          Type: 'Service',
          Price: money(plan.cents),
          Quantity: 1,
          OneTimeItem: false,
        },
      ],
      IntroOffer: 'None',
      AutopaySchedule: {
        FrequencyType: plan.months === undefined ? 'MonthToMonth' : 'SetNumberOfAutopays',
        FrequencyValue: 1,
        FrequencyTimeUnit: 'Monthly',
      },
      NumberOfAutopays: months,
      AutopayTriggerType: 'OnSetSchedule',
      ActionUponCompletionOfAutopays: 'ContractExpires',
      ClientsChargedOn: 'OnSaleDate',
      ClientsChargedOnSpecificDate: null,
      DiscountAmount: 0,
      DepositAmount: 0,
      FirstAutopayFree: false,
      LastAutopayFree: false,
      ClientTerminateOnline: false,
      MembershipTypeRestrictions: [],
      LocationPurchaseRestrictionIds: [],
      LocationPurchaseRestrictionNames: [],
      AgreementTerms: 'Thirty days notice.',
      RequiresElectronicConfirmation: false,
      AutopayEnabled: true,
      FirstPaymentAmountSubtotal: money(total - tax),
      FirstPaymentAmountTax: money(tax),
      FirstPaymentAmountTotal: money(total),
      RecurringPaymentAmountSubtotal: money(total - tax),
      RecurringPaymentAmountTax: money(tax),
      RecurringPaymentAmountTotal: money(total),
      TotalContractAmountSubtotal: money((total - tax) * Math.max(1, months)),
      TotalContractAmountTax: money(tax * Math.max(1, months)),
      TotalContractAmountTotal: money(total * Math.max(1, months)),
      PromoPaymentAmountSubtotal: 0,
      PromoPaymentAmountTax: 0,
      PromoPaymentAmountTotal: 0,
      NumberOfPromoAutopays: 0,
    }
  })
