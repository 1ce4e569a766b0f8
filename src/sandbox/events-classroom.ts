// What changed in the classroom between two moments: classes, places on their rosters, places in their queues.
import {
  bookingData,
  bookingGoneData,
  bookingStatusData,
  classData,
  scheduleData,
  waitlistData,
} from './events-classes.ts'
import type { Change } from './events-diff.ts'
import type { ClassOccurrence } from './life.ts'

/** Who moved up from a queue was in it before, for the same class. */
const waitedKey = (classId: number, clientId: string): string => `${classId}/${clientId}`

const rosterChanges = ({ studio, before, after, visits, tell }: Change): void => {
  const classById = new Map<number, ClassOccurrence>()
  for (const occurrence of after.classes.keys()) classById.set(occurrence.id, occurrence)
  const waited = new Set(
    [...before.waiting].map(([{ client }, occurrence]) => waitedKey(occurrence.id, client.id)),
  )
  for (const [visit, state] of after.visits) {
    const was = before.visits.get(visit)
    if (was === state) continue
    const occurrence = classById.get(visit.classId)
    if (occurrence === undefined) continue
    const place = { studio, occurrence, visit }
    const at = visit.lastModifiedAt
    if (was === undefined) {
      const fromWaitlist = waited.has(waitedKey(visit.classId, visit.client.id))
      tell('classRosterBooking.created', at, bookingData(place, fromWaitlist, visits))
    }
    if (state === 'cancelled') tell('classRosterBooking.cancelled', at, bookingGoneData(place))
    else if (state !== 'booked') tell('classRosterBookingStatus.updated', at, bookingStatusData(place))
  }
  for (const [visit, state] of before.visits) {
    const occurrence = classById.get(visit.classId)
    if (after.visits.has(visit) || state === 'cancelled' || occurrence === undefined) continue
    const place = { studio, occurrence, visit }
    tell('classRosterBooking.cancelled', occurrence.lastModifiedAt, bookingGoneData(place))
  }
}

/** Of a place that is given up only its number is told. */
const queueChanges = ({ studio, before, after, visits, tell }: Change): void => {
  const { siteId } = studio.plan
  for (const [place, occurrence] of after.waiting)
    if (!before.waiting.has(place))
      tell('classWaitlistRequest.created', place.requestedAt, waitlistData(studio, occurrence, place, visits))
  for (const [place, occurrence] of before.waiting)
    if (!after.waiting.has(place))
      tell('classWaitlistRequest.cancelled', occurrence.lastModifiedAt, { siteId, waitlistEntryId: place.id })
}

/** New classes are told by nothing: only what becomes of one, and a series whose teacher is another one. */
export const classroomChanges = (change: Change): void => {
  const { studio, before, after, to, tell } = change
  for (const [occurrence, state] of after.classes) {
    const was = before.classes.get(occurrence)
    if (was !== undefined && was !== state)
      tell('class.updated', occurrence.lastModifiedAt, classData(studio, occurrence))
  }
  for (const [slot, staffId] of after.teachers)
    if (before.teachers.get(slot) !== staffId)
      tell('classSchedule.updated', to, scheduleData(studio, slot, staffId))
  rosterChanges(change)
  queueChanges(change)
}
