// What events tell of classes, their rosters and their waiting lists.
import type { VisitCounts } from './events-clients.ts'
import { clientIds, clientNames, dayAsUtc, roomAt, staffName, utcSecond } from './events-words.ts'
import { addDays, addMinutes, instantOf, weekdayOf } from './calendar.ts'
import type { ClassOccurrence, Studio, Visit, Waiting } from './life.ts'
import { firstDay } from './plan-shared.ts'
import type { DescriptionPlan, SlotPlan } from './plan.ts'
import type { ApiRecord } from './records.ts'
import { sessionOf, subjectOf } from './schedule.ts'
import { waitingFor } from './standby.ts'

/** Options without a count of their own stand for this many sessions, as in the API. */
const unlimited = 99_999
const waitlistSize = 5
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const places = ({ visits }: ClassOccurrence): readonly Visit[] =>
  visits.filter(({ lateCancelled }) => !lateCancelled)

const endsAt = (studio: Studio, { endLocal }: ClassOccurrence): number =>
  instantOf(endLocal, studio.plan.zone)

export const classData = (studio: Studio, occurrence: ClassOccurrence): ApiRecord => {
  const { slot, staffId } = occurrence
  return {
    siteId: studio.plan.siteId,
    locationId: slot.locationId,
    classId: occurrence.id,
    classScheduleId: slot.scheduleId,
    isCancelled: occurrence.canceled,
    isStaffASubstitute: occurrence.substitute,
    isWaitlistAvailable: slot.capacity !== null && places(occurrence).length >= slot.capacity,
    isIntendedForOnlineViewing: !slot.hidden,
    staffId,
    staffName: staffName(studio, staffId),
    startDateTime: utcSecond(occurrence.startsAt),
    endDateTime: utcSecond(endsAt(studio, occurrence)),
    classDescriptionId: subjectOf(studio, occurrence).description.id,
    assistantOneId: null,
    assistantOneName: null,
    assistantTwoId: null,
    assistantTwoName: null,
    resources: roomAt(studio, slot.locationId),
  }
}

/** A no-show is no cancellation. */
const signedInStatus = ({ signedIn, missed }: Visit): string =>
  signedIn ? 'SignedIn' : missed ? 'NoShow' : 'NotSignedIn'

const passOf = ({ held }: Visit): ApiRecord => ({
  clientPassId: held === undefined ? null : String(held.id),
  clientPassSessionsTotal: held === undefined ? null : (held.plan.count ?? unlimited),
  clientPassSessionsDeducted: held?.used ?? null,
  clientPassSessionsRemaining:
    held === undefined
      ? null
      : held.plan.count === undefined
        ? unlimited
        : Math.max(0, held.plan.count - held.used),
  clientPassActivationDateTime: held === undefined ? null : dayAsUtc(held.activeDay),
  clientPassExpirationDateTime: held === undefined ? null : dayAsUtc(held.expiryDay),
})

const itemOf = ({ held }: Visit): ApiRecord => ({
  itemId: held?.plan.productId ?? null,
  itemName: held?.plan.name ?? null,
  itemSiteId: null,
})

/** A place in a class, with what the event tells of the client who has it. */
export interface Place {
  readonly studio: Studio
  readonly occurrence: ClassOccurrence
  readonly visit: Visit
}

export const bookingGoneData = ({ studio, occurrence, visit }: Place): ApiRecord => ({
  siteId: studio.plan.siteId,
  locationId: visit.locationId,
  classId: occurrence.id,
  classRosterBookingId: visit.id,
  ...clientIds(visit.client),
})

export const bookingData = (place: Place, fromWaitlist: boolean, visits: VisitCounts): ApiRecord => {
  const { studio, occurrence, visit } = place
  const { slot } = occurrence
  const taken = places(occurrence)
  return {
    ...bookingGoneData(place),
    classStartDateTime: utcSecond(occurrence.startsAt),
    classEndDateTime: utcSecond(endsAt(studio, occurrence)),
    signedInStatus: signedInStatus(visit),
    staffId: visit.staffId,
    staffName: staffName(studio, visit.staffId),
    maxCapacity: slot.capacity,
    webCapacity: slot.capacity,
    totalBooked: taken.length,
    webBooked: taken.filter(({ web }) => web).length,
    totalWaitlisted: waitingFor(occurrence).length,
    ...clientNames(visit.client),
    clientPhone: visit.client.phone,
    ...passOf(visit),
    bookingOriginatedFromWaitlist: fromWaitlist,
    clientsNumberOfVisitsAtSite: visits(visit.client),
    ...itemOf(visit),
  }
}

export const bookingStatusData = (place: Place): ApiRecord => {
  const { occurrence, visit } = place
  return {
    ...bookingGoneData(place),
    classDateTime: utcSecond(occurrence.startsAt),
    signedInStatus: signedInStatus(visit),
    staffId: visit.staffId,
    ...clientNames(visit.client),
    clientPhone: visit.client.phone,
    ...itemOf(visit),
    clientPassId: visit.held === undefined ? null : String(visit.held.id),
  }
}

export const waitlistData = (
  studio: Studio,
  occurrence: ClassOccurrence,
  { id, client }: Waiting,
  visits: VisitCounts,
): ApiRecord => ({
  siteId: studio.plan.siteId,
  locationId: occurrence.slot.locationId,
  classId: occurrence.id,
  classScheduleId: occurrence.slot.scheduleId,
  waitlistEntryId: id,
  waitlistMaxSize: waitlistSize,
  ...clientIds(client),
  clientEmail: client.email,
  clientPhone: client.phone,
  classStartDateTime: utcSecond(occurrence.startsAt),
  classEndDateTime: utcSecond(endsAt(studio, occurrence)),
  clientsNumberOfVisitsAtSite: visits(client),
})

/** A series of the timetable. Its days and times are the studio's own clock and say no zone. */
export const scheduleData = (studio: Studio, slot: SlotPlan, staffId: number): ApiRecord => {
  const start = `${addDays(firstDay, (slot.weekday - weekdayOf(firstDay) + 7) % 7)}T${slot.time}:00`
  const { sessionType } = sessionOf(studio, slot)
  return {
    siteId: studio.plan.siteId,
    locationId: slot.locationId,
    classScheduleId: slot.scheduleId,
    classDescriptionId: slot.descriptionId,
    resources: roomAt(studio, slot.locationId),
    maxCapacity: slot.capacity,
    webCapacity: slot.capacity,
    staffId,
    staffName: staffName(studio, staffId),
    isActive: true,
    startDate: start.slice(0, 10),
    endDate: '2026-12-31',
    startTime: start.slice(11),
    endTime: addMinutes(start, sessionType.minutes).slice(11),
    daysOfWeek: [weekdays[slot.weekday] ?? ''],
    assistantOneId: null,
    assistantOneName: null,
    assistantTwoId: null,
    assistantTwoName: null,
  }
}

export const descriptionData = (studio: Studio, { id, name }: DescriptionPlan): ApiRecord => ({
  siteId: studio.plan.siteId,
  id,
  name,
  description: `${name} at ${studio.plan.name}`,
})
