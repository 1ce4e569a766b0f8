// The list of streams, handed to the engine by commands and tests.
// The order is that of a sync: cheap streams first, parents before their children, per-client streams after all else.
import type { Stream } from '../src/source/stream.ts'
import { acceptedCardTypes } from './accepted-card-types.ts'
import { appointmentAddOns } from './appointment-add-ons.ts'
import { appointmentOptions } from './appointment-options.ts'
import { appointments } from './appointments.ts'
import { categories } from './categories.ts'
import { classDescriptions } from './class-descriptions.ts'
import { classSchedules } from './class-schedules.ts'
import { classVisits } from './class-visits.ts'
import { classes } from './classes.ts'
import { clientAccountBalances } from './client-account-balances.ts'
import { clientCompleteInfo } from './client-complete-info.ts'
import { clientContracts } from './client-contracts.ts'
import { clientFormulaNotes } from './client-formula-notes.ts'
import { clientIndexes } from './client-indexes.ts'
import { clientMemberships } from './client-memberships.ts'
import { clientMembershipsSingle } from './client-memberships-single.ts'
import { clientPurchases } from './client-purchases.ts'
import { clientReferralTypes } from './client-referral-types.ts'
import { clientRewards } from './client-rewards.ts'
import { clientSchedule } from './client-schedule.ts'
import { clientServices } from './client-services.ts'
import { clientVisits } from './client-visits.ts'
import { clients } from './clients.ts'
import { contactLogTypes } from './contact-log-types.ts'
import { contactLogs } from './contact-logs.ts'
import { contracts } from './contracts.ts'
import { courses } from './courses.ts'
import { crossRegionalClientAssociations } from './cross-regional-client-associations.ts'
import { customClientFields } from './custom-client-fields.ts'
import { customPaymentMethods } from './custom-payment-methods.ts'
import { enrollments } from './enrollments.ts'
import { genders } from './genders.ts'
import { giftCardBalances } from './gift-card-balances.ts'
import { giftCards } from './gift-cards.ts'
import { liabilityWaiver } from './liability-waiver.ts'
import { locations } from './locations.ts'
import { memberships } from './memberships.ts'
import { mobileProviders } from './mobile-providers.ts'
import { packages } from './packages.ts'
import { paymentTypes } from './payment-types.ts'
import { payrollCommissions } from './payroll-commissions.ts'
import { payrollScheduledServiceEarnings } from './payroll-scheduled-service-earnings.ts'
import { payrollTimeCards } from './payroll-time-cards.ts'
import { payrollTips } from './payroll-tips.ts'
import { products } from './products.ts'
import { productsInventory } from './products-inventory.ts'
import { programs } from './programs.ts'
import { promoCodes } from './promo-codes.ts'
import { prospectStages } from './prospect-stages.ts'
import { relationships } from './relationships.ts'
import { requiredClientFields } from './required-client-fields.ts'
import { resourceAvailabilities } from './resource-availabilities.ts'
import { resources } from './resources.ts'
import { sales } from './sales.ts'
import { salesReps } from './sales-reps.ts'
import { semesters } from './semesters.ts'
import { services } from './services.ts'
import { sessionTypes } from './session-types.ts'
import { sites } from './sites.ts'
import { staff } from './staff.ts'
import { staffImageUrls } from './staff-image-urls.ts'
import { staffPermissions } from './staff-permissions.ts'
import { staffScheduleItems } from './staff-schedule-items.ts'
import { staffSessionTypes } from './staff-session-types.ts'
import { transactions } from './transactions.ts'
import { unavailabilities } from './unavailabilities.ts'
import { waitlistEntries } from './waitlist-entries.ts'

export const streams: readonly Stream[] = [
  sites,
  locations,
  programs,
  sessionTypes,
  resources,
  categories,
  genders,
  paymentTypes,
  customPaymentMethods,
  acceptedCardTypes,
  promoCodes,
  memberships,
  relationships,
  mobileProviders,
  prospectStages,
  liabilityWaiver,
  clientIndexes,
  clientReferralTypes,
  customClientFields,
  requiredClientFields,
  contactLogTypes,
  appointmentAddOns,
  appointmentOptions,
  staff,
  salesReps,
  services,
  products,
  productsInventory,
  packages,
  contracts,
  giftCards,
  classDescriptions,
  semesters,
  clients,
  classes,
  classSchedules,
  enrollments,
  courses,
  appointments,
  resourceAvailabilities,
  unavailabilities,
  staffScheduleItems,
  sales,
  transactions,
  payrollTimeCards,
  payrollCommissions,
  payrollScheduledServiceEarnings,
  payrollTips,
  clientMemberships,
  clientAccountBalances,
  classVisits,
  waitlistEntries,
  clientServices,
  clientContracts,
  clientVisits,
  staffPermissions,
  staffSessionTypes,
  staffImageUrls,
  giftCardBalances,
  clientSchedule,
  clientPurchases,
  clientMembershipsSingle,
  clientCompleteInfo,
  clientFormulaNotes,
  contactLogs,
  clientRewards,
  crossRegionalClientAssociations,
]
