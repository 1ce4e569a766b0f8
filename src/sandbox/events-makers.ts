// Every event by its id: what it tells of the thing that is asked for, so that each can be told without being lived.
import {
  addOnData,
  appointmentData,
  appointmentGoneData,
  closureData,
  locationData,
  saleData,
  siteData,
  staffData,
} from './events-business.ts'
import {
  bookingData,
  bookingGoneData,
  bookingStatusData,
  classData,
  descriptionData,
  scheduleData,
  waitlistData,
  type Place,
} from './events-classes.ts'
import {
  clientData,
  contractChangeData,
  contractData,
  contractGoneData,
  membershipData,
  membershipLostData,
  mergerData,
  visitCounts,
} from './events-clients.ts'
import { isEventId, type EventId } from './events-list.ts'
import { localDayOf } from './calendar.ts'
import type { Studio } from './life.ts'
import { waitingFor } from './standby.ts'
import { teacherOn } from './schedule.ts'
import type { ApiRecord } from './records.ts'

interface Asked {
  readonly studio: Studio
  readonly now: number
  /** Fields that choose the thing, as `classId`, or stand in its place. */
  readonly given: ApiRecord
}

/** The thing whose number is given, or the last one there is. */
const chosen = <T>(list: readonly T[], numberOf: (item: T) => unknown, given: unknown): T => {
  const found =
    given === undefined ? undefined : list.find((item) => String(numberOf(item)) === String(given))
  const item = found ?? list.at(-1)
  if (item === undefined) throw new RangeError('the simulated studio has nothing such an event could tell of')
  return item
}

const clientOf = ({ studio, given }: Asked) =>
  given['clientUniqueId'] === undefined
    ? chosen(studio.clients, ({ id }) => id, given['clientId'])
    : chosen(studio.clients, ({ uniqueId }) => uniqueId, given['clientUniqueId'])

const classOf = ({ studio, given }: Asked) => chosen(studio.classes, ({ id }) => id, given['classId'])

const placeOf = ({ studio, given }: Asked): Place => {
  const booked = studio.classes.filter(
    ({ id, visits }) =>
      visits.length > 0 && (given['classId'] === undefined || String(id) === String(given['classId'])),
  )
  const asked = given['classRosterBookingId']
  const occurrence =
    booked.find(({ visits }) => visits.some(({ id }) => String(id) === String(asked))) ?? booked.at(-1)
  if (occurrence === undefined) throw new RangeError('no place in such a class is taken')
  return { studio, occurrence, visit: chosen(occurrence.visits, ({ id }) => id, asked) }
}

const appointmentOf = ({ studio, given }: Asked) =>
  chosen(studio.appointments, ({ id }) => id, given['appointmentId'])

const contractOf = ({ studio, given }: Asked) =>
  chosen(studio.contracts, ({ id }) => id, given['clientContractId'])

const clientTold = (asked: Asked): ApiRecord => {
  const { studio } = asked
  return clientData({ studio, client: clientOf(asked), visits: visitCounts(studio), previousEmail: null })
}

const appointmentTold = (asked: Asked): ApiRecord => appointmentData(asked.studio, appointmentOf(asked))

const scheduleTold = ({ studio, now, given }: Asked): ApiRecord => {
  const slot = chosen(studio.plan.slots, ({ scheduleId }) => scheduleId, given['classScheduleId'])
  return scheduleData(studio, slot, teacherOn(studio, slot, localDayOf(now, studio.plan.zone)))
}

const locationTold = ({ studio, given }: Asked): ApiRecord =>
  locationData(
    studio,
    chosen(studio.plan.locations, ({ id }) => id, given['locationId']),
  )

const staffTold = ({ studio, given }: Asked): ApiRecord =>
  staffData(studio, chosen(studio.plan.staff, ({ id }) => id, given['staffId']).id)

const membershipId = ({ studio, given }: Asked): number =>
  chosen(studio.plan.memberships, ({ id }) => id, given['membershipId']).id

const waitingTold = ({ studio, given }: Asked): ApiRecord => {
  const all = studio.classes.flatMap((occurrence) =>
    waitingFor(occurrence).map((waiting) => ({ occurrence, waiting })),
  )
  const { occurrence, waiting } = chosen(all, (one) => one.waiting.id, given['waitlistEntryId'])
  return waitlistData(studio, occurrence, waiting, visitCounts(studio))
}

const mergerTold = ({ studio, now }: Asked): ApiRecord => {
  const [kept, removed] = studio.clients
  if (kept === undefined || removed === undefined) throw new RangeError('the studio has no two clients')
  return mergerData(studio, { kept, removed, at: now })
}

const idsOf = (record: ApiRecord, names: readonly string[]): ApiRecord =>
  Object.fromEntries(names.map((name) => [name, record[name]]))

const closureTold = ({ studio, now }: Asked): ApiRecord =>
  closureData(studio, localDayOf(now, studio.plan.zone))

const makers: Readonly<Record<EventId, (asked: Asked) => ApiRecord>> = {
  'site.created': ({ studio }) => siteData(studio, true),
  'site.updated': ({ studio }) => siteData(studio, true),
  'site.deactivated': ({ studio }) => siteData(studio, false),
  'siteBusinessDayClosure.created': closureTold,
  'siteBusinessDayClosure.cancelled': (asked) =>
    idsOf(closureTold(asked), ['siteId', 'businessDayClosureId']),
  'location.created': locationTold,
  'location.updated': locationTold,
  'location.deactivated': locationTold,
  'appointmentBooking.created': appointmentTold,
  'appointmentBooking.updated': appointmentTold,
  'appointmentBooking.cancelled': (asked) => appointmentGoneData(asked.studio, appointmentOf(asked)),
  'appointmentAddOn.created': (asked) => addOnData(asked.studio, appointmentOf(asked), 1),
  'appointmentAddOn.deleted': (asked) =>
    idsOf(addOnData(asked.studio, appointmentOf(asked), 1), ['siteId', 'addOnAppointmentId']),
  'classSchedule.created': scheduleTold,
  'classSchedule.updated': scheduleTold,
  'classSchedule.cancelled': (asked) => idsOf(scheduleTold(asked), ['siteId', 'classScheduleId']),
  'class.updated': (asked) => classData(asked.studio, classOf(asked)),
  'classRosterBooking.created': (asked) => bookingData(placeOf(asked), false, visitCounts(asked.studio)),
  'classRosterBookingStatus.updated': (asked) => bookingStatusData(placeOf(asked)),
  'classRosterBooking.cancelled': (asked) => bookingGoneData(placeOf(asked)),
  'classWaitlistRequest.created': waitingTold,
  'classWaitlistRequest.cancelled': (asked) => idsOf(waitingTold(asked), ['siteId', 'waitlistEntryId']),
  'classDescription.updated': ({ studio, given }) =>
    descriptionData(
      studio,
      chosen(studio.plan.descriptions, ({ id }) => id, given['id']),
    ),
  'client.created': clientTold,
  'client.updated': clientTold,
  'client.deactivated': clientTold,
  'clientProfileMerger.created': mergerTold,
  'clientMembershipAssignment.created': (asked) =>
    membershipData(asked.studio, clientOf(asked), membershipId(asked)),
  'clientMembershipAssignment.cancelled': (asked) =>
    membershipLostData(asked.studio, clientOf(asked), membershipId(asked)),
  'clientContract.created': (asked) => contractData(asked.studio, contractOf(asked)),
  'clientContract.updated': (asked) => contractChangeData(asked.studio, contractOf(asked)),
  'clientContract.cancelled': (asked) => contractGoneData(asked.studio, contractOf(asked)),
  'clientSale.created': ({ studio, given }) =>
    saleData(
      studio,
      chosen(studio.sales, ({ id }) => id, given['saleId']),
    ),
  'staff.created': staffTold,
  'staff.updated': staffTold,
  'staff.deactivated': staffTold,
}

/**
 * The data of an event as the studio would tell it now: of the thing the given numbers choose, else of the last one there is,
 * with the given fields in their places. Of an event nobody has described, the site and what is given.
 */
export const eventData = (studio: Studio, eventId: string, given: ApiRecord, now: number): ApiRecord => ({
  ...(isEventId(eventId) ? makers[eventId]({ studio, now, given }) : { siteId: studio.plan.siteId }),
  ...given,
})
