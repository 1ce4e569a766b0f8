// The timetable as it happens: classes laid out a month ahead, some cancelled, some taught by a substitute.
import { addDays, addMinutes, dayMs, instantOf, localDayOf, weekdayOf } from './calendar.ts'
import { nextId, touch, type ClassOccurrence, type Step, type Studio, type Visit } from './life.ts'
import type { SlotPlan } from './plan.ts'
import { createRandom } from './random.ts'

/** System user a cancelled class is handed to (observed: `-1`, "Class Cancelled"). */
export const cancelledStaffId = -1

const daysAhead = 30

/** Who teaches a slot on a day: its own teacher, or the first who is employed when that one has left. */
export const teacherOn = (studio: Studio, slot: SlotPlan, day: string): number => {
  const own = studio.plan.staff.find(({ id }) => id === slot.staffId)
  if (own !== undefined && (own.until === undefined || day <= own.until)) return own.id
  return studio.plan.staff.findLast(({ teaches }) => teaches)?.id ?? slot.staffId
}

export const sessionOf = (studio: Studio, slot: SlotPlan) => {
  const description = studio.plan.descriptions.find(({ id }) => id === slot.descriptionId)
  const sessionType = studio.plan.sessionTypes.find(({ id }) => id === description?.sessionTypeId)
  const program = studio.plan.programs.find(({ id }) => id === sessionType?.programId)
  if (description === undefined || sessionType === undefined || program === undefined) {
    throw new RangeError(`slot ${slot.scheduleId} of site ${studio.plan.siteId} has no session type`)
  }
  return { description, sessionType, program }
}

/** Description, session type and program of a class. */
export const subjectOf = (studio: Studio, occurrence: ClassOccurrence) => sessionOf(studio, occurrence.slot)

/** Lays classes out until 30 days ahead of the step's end. */
export const extendTimetable = (studio: Studio, until: number): void => {
  const { zone } = studio.plan
  const last = addDays(localDayOf(until, zone), daysAhead)
  while (studio.scheduledUntil <= last) {
    const day = studio.scheduledUntil
    for (const slot of studio.plan.slots) {
      if (slot.weekday !== weekdayOf(day)) continue
      const startLocal = `${day}T${slot.time}:00`
      studio.classes.push({
        id: nextId(studio, 'class'),
        slot,
        day,
        startLocal,
        endLocal: addMinutes(startLocal, sessionOf(studio, slot).sessionType.minutes),
        startsAt: instantOf(startLocal, zone),
        visits: [],
        waitlist: [],
        standby: [],
        staffId: teacherOn(studio, slot, day),
        substitute: false,
        canceled: false,
        lastModifiedAt: until - dayMs / 3,
      })
    }
    studio.scheduledUntil = addDays(day, 1)
  }
}

/** Classes that start after `from` and not after `to`. The list is in order of start, so the search is a bisection. */
export const classesBetween = (studio: Studio, from: number, to: number): readonly ClassOccurrence[] => {
  const { classes } = studio
  let low = 0
  let high = classes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((classes[middle]?.startsAt ?? Infinity) > from) high = middle
    else low = middle + 1
  }
  const found: ClassOccurrence[] = []
  for (let index = low; index < classes.length; index += 1) {
    const occurrence = classes[index]
    if (occurrence === undefined || occurrence.startsAt > to) break
    found.push(occurrence)
  }
  return found
}

/** Takes a booking off the roster for good (early cancel): the row vanishes and the session goes back to the pack. */
export const removeVisit = (occurrence: ClassOccurrence, visit: Visit, at: number): void => {
  const index = occurrence.visits.indexOf(visit)
  if (index >= 0) occurrence.visits.splice(index, 1)
  if (visit.held !== undefined) {
    visit.held.used -= visit.sessionType.deducted ?? 1
    if (visit.held.plan.count !== undefined && !visit.held.returned) visit.held.current = true
    for (const client of visit.held.sharedWith) touch(client, at)
    touch(visit.held.owner, at)
  }
  touch(visit.client, at)
  occurrence.lastModifiedAt = at
}

/** Changes to the coming days: cancellations (with or without the clients taken off) and substitutes. */
export const changeTimetable = (studio: Studio, step: Step): void => {
  const random = createRandom(studio.seed, studio.plan.siteId, 'changes', step.nth)
  for (const occurrence of classesBetween(studio, step.to, step.to + 6 * dayMs)) {
    if (occurrence.canceled) continue
    const at = step.from + random.int(1, dayMs / 1_000 - 1) * 1_000
    const roll = random.next()
    if (roll < 0.003) {
      occurrence.canceled = true
      occurrence.staffId = random.chance(0.5) ? cancelledStaffId : occurrence.staffId
      occurrence.lastModifiedAt = at
      if (random.chance(0.5))
        for (const visit of occurrence.visits.slice()) removeVisit(occurrence, visit, at)
    } else if (roll < 0.011) {
      const others = studio.plan.staff.filter(
        ({ id, teaches, until }) =>
          teaches && id !== occurrence.staffId && (until === undefined || occurrence.day <= until),
      )
      occurrence.staffId = random.pick(others).id
      occurrence.substitute = true
      occurrence.lastModifiedAt = at
      for (const visit of occurrence.visits) visit.staffId = occurrence.staffId
    }
  }
}
