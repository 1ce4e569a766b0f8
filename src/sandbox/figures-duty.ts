// Minutes of staff and rooms, counted minute by minute of the day: there, booked, and booked while not there.
import type { Business } from './business.ts'
import { addDays, instantOf, minuteMs } from './calendar.ts'
import { absences, duties, roomTimes } from './duty.ts'
import type { Studio } from './life.ts'
import { firstDay } from './plan-shared.ts'
import { workshopsBy } from './workshops.ts'

export interface StaffDay {
  readonly site_id: number
  readonly staff_id: number
  readonly local_date: string
  readonly available_minutes: number
  readonly booked_minutes: number
  readonly outside_availability_minutes: number
  readonly services_n: number
  readonly class_minutes: number
  readonly enrollment_minutes: number
}

export interface RoomDay {
  readonly site_id: number
  readonly room_id: number
  readonly local_date: string
  readonly open_minutes: number
}

interface Stretch {
  readonly from: string
  readonly to: string
}

/** The minutes of a local day that some stretches cover, by their instants: a day of 23 hours has fewer of them. */
const minutesOf = (day: string, zone: string, stretches: readonly Stretch[]): ReadonlySet<number> => {
  const first = instantOf(`${day}T00:00:00`, zone)
  const end = instantOf(`${addDays(day, 1)}T00:00:00`, zone)
  const minutes = new Set<number>()
  for (const { from, to } of stretches) {
    const last = Math.min(end, instantOf(to, zone))
    for (let at = Math.max(first, instantOf(from, zone)); at < last; at += minuteMs) minutes.add(at)
  }
  return minutes
}

const byStaffDay = <T>(
  list: readonly T[],
  keyOf: (item: T) => { readonly staffId: number; readonly day: string },
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const { staffId, day } = keyOf(item)
    const key = `${staffId}/${day}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

const stretchOf = ({ startLocal, endLocal }: { startLocal: string; endLocal: string }): Stretch => ({
  from: startLocal,
  to: endLocal,
})

const staffDaysOf = (studio: Studio, now: number): readonly StaffDay[] => {
  const { zone, siteId } = studio.plan
  const span = [firstDay, '9999-12-31'] as const
  const there = byStaffDay(duties(studio, ...span), ({ member, day }) => ({ staffId: member.id, day }))
  const away = byStaffDay(absences(studio, ...span), ({ member, day }) => ({ staffId: member.id, day }))
  const services = byStaffDay(studio.appointments, ({ staffId, startLocal }) => ({
    staffId,
    day: startLocal.slice(0, 10),
  }))
  const classes = byStaffDay(
    studio.classes.filter(({ canceled }) => !canceled),
    ({ staffId, day }) => ({ staffId, day }),
  )
  const sessions = byStaffDay(
    workshopsBy(studio, now).flatMap((workshop) => workshop.sessions),
    ({ staffId, day }) => ({ staffId, day }),
  )
  return [...new Set([there, services, classes, sessions].flatMap((groups) => [...groups.keys()]))].map(
    (key): StaffDay => {
      const [staffId = '', day = ''] = key.split('/')
      const gone = minutesOf(day, zone, away.get(key) ?? [])
      const present = [...minutesOf(day, zone, there.get(key) ?? [])].filter((minute) => !gone.has(minute))
      const available = new Set(present)
      const booked = minutesOf(day, zone, (services.get(key) ?? []).map(stretchOf))
      const inside = [...booked].filter((minute) => available.has(minute)).length
      return {
        site_id: siteId,
        staff_id: Number(staffId),
        local_date: day,
        available_minutes: available.size,
        booked_minutes: inside,
        outside_availability_minutes: booked.size - inside,
        services_n: services.get(key)?.length ?? 0,
        class_minutes: minutesOf(day, zone, (classes.get(key) ?? []).map(stretchOf)).size,
        enrollment_minutes: minutesOf(day, zone, (sessions.get(key) ?? []).map(stretchOf)).size,
      }
    },
  )
}

/** Every day on which somebody was there, served somebody, or taught. */
export const staffDays = (business: Business): readonly StaffDay[] =>
  business.studios.flatMap((studio) => staffDaysOf(studio, business.now))

/** Minutes the rooms were open, by day. */
export const roomDays = (business: Business): readonly RoomDay[] =>
  business.studios.flatMap((studio) => {
    const times = roomTimes(studio, firstDay, '9999-12-31')
    const days = new Map<string, { roomId: number; day: string; stretches: Stretch[] }>()
    for (const { roomId, day, from, to } of times) {
      const own = days.get(`${roomId}/${day}`) ?? { roomId, day, stretches: [] }
      own.stretches.push({ from, to })
      days.set(`${roomId}/${day}`, own)
    }
    return [...days.values()].map(({ roomId, day, stretches }) => ({
      site_id: studio.plan.siteId,
      room_id: roomId,
      local_date: day,
      open_minutes: minutesOf(day, studio.plan.zone, stretches).size,
    }))
  })
