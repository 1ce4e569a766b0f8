// What events tell of the business: sales, appointments, staff, places, the site itself and the days it is closed.
import { clientNames, roomAt, staffName, utcSecond } from './events-words.ts'
import { instantOf } from './calendar.ts'
import type { Appointment, Line, Sale, Studio } from './life.ts'
import type { LocationPlan } from './plan.ts'
import { money, staffNames, type ApiRecord } from './records.ts'
import { saleClientId } from './shop.ts'

const lineType = ({ item, contractId }: Line): string => {
  if (contractId !== undefined) return 'Contract'
  switch (item.kind) {
    case 'retail':
      return 'Product'
    case 'gift_card':
      return 'GiftCard'
    case 'account_credit':
    case 'account_payment':
      return 'AccountPayment'
    case 'tip':
      return 'Tip'
    default:
      return 'Service'
  }
}

/** Sold by the desk, or by the client alone in the online store. */
const sellerOf = (studio: Studio, { repId, client }: Sale): ApiRecord =>
  repId === undefined
    ? { soldById: 0, soldByName: client === undefined ? '' : `${client.first} ${client.last}` }
    : { soldById: repId, soldByName: staffName(studio, repId) }

export const saleData = (studio: Studio, sale: Sale): ApiRecord => ({
  siteId: studio.plan.siteId,
  saleId: sale.id,
  purchasingClientId: saleClientId(sale),
  payments: sale.payments.map(({ id, method, cents }) => ({
    paymentId: id,
    paymentMethodId: method.id,
    paymentMethodName: method.name,
    paymentAmountPaid: money(cents),
    paymentLastFour: method.card ? '0000' : null,
    paymentNotes: null,
  })),
  saleDateTime: utcSecond(sale.at),
  ...sellerOf(studio, sale),
  locationId: sale.locationId,
  totalAmountPaid: money(sale.payments.reduce((sum, { cents }) => sum + cents, 0)),
  items: sale.lines.map((line) => ({
    itemId: line.item.productId,
    type: lineType(line),
    name: line.item.name,
    amountPaid: money(line.totalCents),
    amountDiscounted: money(line.discountCents),
    quantity: line.quantity,
    recipientClientId: saleClientId(sale),
    paymentReferenceId: line.held?.id ?? null,
  })),
})

export const appointmentGoneData = (studio: Studio, { id }: Appointment): ApiRecord => ({
  siteId: studio.plan.siteId,
  appointmentId: id,
})

export const appointmentData = (studio: Studio, appointment: Appointment): ApiRecord => {
  const { client, staffId, visit, status } = appointment
  const { first, last } = staffNames(studio, staffId)
  return {
    ...appointmentGoneData(studio, appointment),
    status: status === 'Booked' ? 'Scheduled' : status,
    isConfirmed: status === 'Confirmed',
    hasArrived: status === 'Completed',
    locationId: appointment.locationId,
    clientId: client.id,
    ...clientNames(client),
    clientPhone: client.phone,
    staffId,
    staffFirstName: first,
    staffLastName: last,
    startDateTime: utcSecond(appointment.startsAt),
    endDateTime: utcSecond(instantOf(appointment.endLocal, studio.plan.zone)),
    durationMinutes: visit.sessionType.minutes,
    genderRequested: null,
    resources: roomAt(studio, appointment.locationId),
    notes: null,
    formulaNotes: null,
    icdCodes: [],
    providerId: null,
    sessionTypeId: visit.sessionType.id,
    appointmentName: visit.name,
  }
}

export const addOnData = (studio: Studio, appointment: Appointment, addOnId: number): ApiRecord => ({
  ...appointmentGoneData(studio, appointment),
  addOnAppointmentId: addOnId,
  addOnName: 'Hot stones',
  clientId: appointment.client.id,
  staffId: appointment.staffId,
})

export const staffData = (studio: Studio, staffId: number): ApiRecord => {
  const { first, last } = staffNames(studio, staffId)
  return {
    staffId,
    siteId: studio.plan.siteId,
    addressLine1: null,
    addressLine2: null,
    staffFirstName: first,
    staffLastName: last,
    city: null,
    state: null,
    country: studio.plan.country,
    postalCode: null,
    sortOrder: Math.max(
      0,
      studio.plan.staff.findIndex(({ id }) => id === staffId),
    ),
    isIndependentContractor: false,
    alwaysAllowDoubleBooking: false,
    providerIds: [],
    imageUrl: null,
    biography: null,
    gender: 'None',
  }
}

export const locationData = (studio: Studio, place: LocationPlan): ApiRecord => {
  const isAmerican = studio.plan.country === 'US'
  return {
    siteId: studio.plan.siteId,
    locationId: place.id,
    name: place.name,
    description: null,
    hasClasses: true,
    phoneExtension: null,
    addressLine1: place.address,
    addressLine2: null,
    city: place.city,
    state: place.state,
    postalCode: place.postalCode,
    phone: '5550100',
    latitude: isAmerican ? 34.0522 : 51.5072,
    longitude: isAmerican ? -118.2437 : -0.1276,
    tax1: place.taxRate,
    tax2: 0,
    tax3: 0,
    tax4: 0,
    tax5: 0,
    webColor5: '#0088AA',
  }
}

export const siteData = ({ plan }: Studio, isActive: boolean): ApiRecord => ({
  siteId: plan.siteId,
  name: plan.name,
  description: `${plan.name}, a simulated studio.`,
  logoURL: null,
  pageColor1: '#FFFFFF',
  pageColor2: '#EDEDED',
  pageColor3: '#333333',
  pageColor4: '#0088AA',
  pageColor5: '#0088AA',
  acceptsVisa: true,
  acceptsDiscover: plan.country === 'US',
  acceptsMasterCard: true,
  acceptsAmericanExpress: true,
  isEmailContactApproved: true,
  isSmsPackageEnabled: true,
  pricingLevel: 'Ultimate',
  subscriptionLevel: 'Ultimate',
  isActive,
})

/** A closed day or range. Its times are the studio's own clock: the one event whose times are not UTC (documented). */
export const closureData = (studio: Studio, day: string): ApiRecord => ({
  siteId: studio.plan.siteId,
  businessDayClosureId: 1,
  nameClosedDay: 'Closed',
  startDateTime: `${day}T00:00:00`,
  endDateTime: `${day}T23:59:59`,
  serviceCategoriesAffectedIds: studio.plan.programs.map(({ id }) => id),
})
