// Workshops: four Saturdays in a row that clients enroll in as a whole, a new series every six weeks. Told from the day alone.
import { addDays, addMinutes, instantOf, localDayOf } from './calendar.ts'
import type { ClassOccurrence, Client, Studio } from './life.ts'
import type { SlotPlan } from './plan.ts'

const firstSaturday = '2025-08-02'
const everyDays = 42
const sessionsEach = 4
const announcedDaysBefore = 60
const places = 12
const daysPerSignUp = 4

export interface Workshop {
  readonly nth: number
  /** Id of the series, and of its course. */
  readonly scheduleId: number
  readonly courseId: number
  readonly slot: SlotPlan
  readonly sessions: readonly ClassOccurrence[]
  readonly clients: readonly Client[]
  readonly open: boolean
}

const workshopOf = (studio: Studio, nth: number, today: string): Workshop => {
  const { plan } = studio
  const first = addDays(firstSaturday, nth * everyDays)
  const teachers = plan.staff.filter(
    ({ teaches, until }) => teaches && (until === undefined || addDays(first, 28) <= until),
  )
  const slot: SlotPlan = {
    scheduleId: 9_001 + nth,
    weekday: 6,
    time: '14:00',
    descriptionId: plan.descriptions[nth % plan.descriptions.length]?.id ?? 0,
    staffId: teachers[nth % teachers.length]?.id ?? 0,
    locationId: plan.locations[nth % plan.locations.length]?.id ?? 1,
    capacity: places,
    hidden: false,
  }
  const sessions = Array.from({ length: sessionsEach }, (_, week): ClassOccurrence => {
    const day = addDays(first, 7 * week)
    const startLocal = `${day}T${slot.time}:00`
    return {
      id: 700_000 + nth * 10 + week,
      slot,
      day,
      startLocal,
      endLocal: addMinutes(startLocal, 120),
      startsAt: instantOf(startLocal, plan.zone),
      visits: [],
      waitlist: [],
      standby: [],
      staffId: slot.staffId,
      substitute: false,
      canceled: false,
      lastModifiedAt: instantOf(`${addDays(first, -announcedDaysBefore)}T09:00:00`, plan.zone),
    }
  })
  const lastDayToEnroll = today < first ? today : first
  const onSaleDays = daysBetween(addDays(first, -announcedDaysBefore), lastDayToEnroll)
  const enrolled = Math.min(places, Math.floor(onSaleDays / daysPerSignUp))
  const clients = Array.from(
    { length: enrolled },
    (_, index) => studio.clients[(nth * 17 + index * 7) % plan.clientsAtStart],
  ).filter((client) => client !== undefined)
  return {
    nth,
    scheduleId: slot.scheduleId,
    courseId: 500 + nth,
    slot,
    sessions,
    clients,
    open: today < first && enrolled < places,
  }
}

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** Every workshop announced by an instant, oldest first. */
export const workshopsBy = (studio: Studio, now: number): readonly Workshop[] => {
  const today = localDayOf(now, studio.plan.zone)
  const announced =
    Math.floor(daysBetween(addDays(firstSaturday, -announcedDaysBefore), today) / everyDays) + 1
  return Array.from({ length: Math.max(0, announced) }, (_, nth) => workshopOf(studio, nth, today))
}
