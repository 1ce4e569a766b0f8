// The whole of the site's own streams: settings, staff, catalogue, series of classes and payroll.
import { roomTimeRecords, scheduleItemRecords, unavailabilityRecords } from './api-duty.ts'
import {
  addOnRecords,
  appointmentOptionRecords,
  cardTypesOf,
  clientIndexRecords,
  contactLogTypeRecords,
  customFieldRecords,
  customPaymentMethodRecords,
  genderRecords,
  mobileProviderRecords,
  prospectStageRecords,
  relationshipRecords,
  resourceRecords,
} from './api-lists.ts'
import { courseRecord, coursesAmong, enrollmentRecord, scheduleRecord } from './api-series.ts'
import { semesterRecords } from './api-semesters.ts'
import { giftCardRecords, inventoryRecords, packageRecords } from './api-shop.ts'
import {
  imageRecord,
  permissionRecord,
  salesRepNumbers,
  salesRepRecord,
  staffSessionTypeRecords,
} from './api-staff-details.ts'
import type { Business } from './business.ts'
import { localDayOf } from './calendar.ts'
import { firstDay } from './plan-shared.ts'
import { payRecords } from './payroll.ts'
import { referralTypes, requiredFields, waiverOf } from './plan-lists.ts'
import type { ApiRecord } from './records.ts'
import type { Shelf } from './shelf.ts'
import { workshopsBy } from './workshops.ts'

/** Bare strings become records with the one field `Value`. */
const values = (list: readonly string[]): readonly ApiRecord[] => list.map((Value) => ({ Value }))

const always = { from: firstDay, to: '9999-12-31' }

/** Commissions with their running number among rows that nothing else tells apart. */
const numbered = (records: readonly ApiRecord[]): readonly ApiRecord[] => {
  const seen = new Map<string, number>()
  return records.map((record) => {
    const key = [record['StaffId'], record['SaleId'], record['ProductId'], record['SaleType']].join('/')
    const Ordinal = (seen.get(key) ?? 0) + 1
    seen.set(key, Ordinal)
    return { ...record, Ordinal }
  })
}

type Truth = (shelf: Shelf, business: Business) => readonly ApiRecord[]

export const siteTruths: Readonly<Record<string, Truth>> = {
  genders: () => genderRecords(),
  relationships: () => relationshipRecords(),
  mobile_providers: () => mobileProviderRecords(),
  prospect_stages: () => prospectStageRecords(),
  liability_waiver: ({ studio }) => values([waiverOf(studio.plan)]),
  resources: ({ studio }) => resourceRecords(studio.plan),
  client_indexes: () => clientIndexRecords(),
  client_referral_types: () => values(referralTypes.map(({ name }) => name)),
  custom_client_fields: () => customFieldRecords(),
  required_client_fields: () => values(requiredFields),
  contact_log_types: () => contactLogTypeRecords(),
  custom_payment_methods: () => customPaymentMethodRecords(),
  accepted_card_types: ({ studio }) => values(cardTypesOf(studio.plan)),
  appointment_add_ons: () => addOnRecords(),
  appointment_options: () => appointmentOptionRecords(),
  packages: ({ studio }) => packageRecords(studio),
  gift_cards: ({ studio }) => giftCardRecords(studio, true),
  products_inventory: ({ studio }) => inventoryRecords(studio),
  staff_permissions: ({ studio }) =>
    studio.plan.staff.map((member) => ({ ...permissionRecord(member), StaffId: member.id })),
  staff_session_types: ({ studio }) =>
    studio.plan.staff.flatMap((member) => staffSessionTypeRecords(studio.plan, member)),
  staff_image_urls: ({ studio }) =>
    studio.plan.staff.map((member) => ({ ...imageRecord(member), StaffId: member.id })),
  sales_reps: ({ studio }) =>
    studio.plan.staff.filter((member) => salesRepNumbers(member).length > 0).map(salesRepRecord),
  class_schedules: ({ studio }, { now }) =>
    studio.plan.slots.map((slot) => scheduleRecord(studio, slot, localDayOf(now, studio.plan.zone))),
  enrollments: ({ studio }, { now }) =>
    workshopsBy(studio, now).map((workshop) => enrollmentRecord(studio, workshop, now)),
  courses: ({ studio }, { now }) =>
    coursesAmong(workshopsBy(studio, now)).map((workshop) => courseRecord(studio, workshop, now, true)),
  semesters: ({ studio }, { now }) => semesterRecords(localDayOf(now, studio.plan.zone)),
  resource_availabilities: (shelf) => roomTimeRecords(shelf, always),
  unavailabilities: (shelf) => unavailabilityRecords(shelf, always),
  staff_schedule_items: (shelf, { now }) => scheduleItemRecords(shelf, now, always),
  payroll_time_cards: (shelf, business) => payRecords(shelf, business, 'timeCards'),
  payroll_commissions: (shelf, business) => numbered(payRecords(shelf, business, 'commissions')),
  payroll_scheduled_service_earnings: (shelf, business) => payRecords(shelf, business, 'serviceEarnings'),
  payroll_tips: (shelf, business) => payRecords(shelf, business, 'tips'),
}
