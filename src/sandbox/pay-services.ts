// What staff earned by what they gave: classes, appointments and workshops that have begun.
import { rateCents } from './api-staff-details.ts'
import type { Appointment, ClassOccurrence, Studio } from './life.ts'
import { memberOf, type PayRow } from './pay.ts'
import { hashOf } from './random.ts'
import { money } from './records.ts'
import { workshopsBy } from './workshops.ts'

interface Service {
  readonly type: 'Class' | 'Appointment' | 'Enrollment'
  readonly id: number
  readonly staffId: number
  readonly local: string
  readonly locationId: number
  readonly cents: number
}

const bonusFrom = 10
const bonusCents = 200
const assistantCents = 1_500

const rowOf = (
  studio: Studio,
  { type, id, staffId, local, locationId, cents }: Service,
): readonly PayRow[] => {
  const member = memberOf(studio, staffId)
  if (member === undefined) return []
  const record = {
    StaffId: staffId,
    ScheduledServiceId: id,
    ScheduledServiceType: type,
    Earnings: money(cents),
    DateTime: local,
  }
  return [{ member, local, locationId, record }]
}

/** A class nobody came to pays nothing and is listed with 0 (documented); every head over ten pays a bonus. */
const ofClass = (
  studio: Studio,
  { id, staffId, slot, startLocal, visits }: ClassOccurrence,
): readonly Service[] => {
  const heads = visits.filter(({ signedIn }) => signedIn).length
  const teacher = memberOf(studio, staffId)
  const about = { type: 'Class', id, local: startLocal, locationId: slot.locationId } as const
  const cents =
    heads === 0 || teacher === undefined
      ? 0
      : rateCents(teacher) + bonusCents * Math.max(0, heads - bonusFrom)
  const taught = { ...about, staffId, cents }
  // Now and then somebody assists: the same class twice, under two members.
  const others = studio.plan.staff.filter(
    (member) => member.teaches && member.id !== staffId && (member.until ?? '9') >= startLocal,
  )
  const assistant = others[id % Math.max(1, others.length)]
  return hashOf(`assist/${id}`) % 29 === 0 && assistant !== undefined
    ? [taught, { ...about, staffId: assistant.id, cents: assistantCents }]
    : [taught]
}

/** A client who cancels late or stays away costs half the rate. */
const ofAppointment = (
  studio: Studio,
  { id, staffId, startLocal, locationId, status }: Appointment,
): Service => {
  const member = memberOf(studio, staffId)
  const rate = member === undefined ? 0 : rateCents(member)
  const cents = status === 'Completed' ? rate : Math.round(rate / 2)
  return { type: 'Appointment', id, staffId, local: startLocal, locationId, cents }
}

/** Every service that has begun by an instant, cancelled classes left out. */
export const serviceEarnings = (studio: Studio, now: number): readonly PayRow[] => {
  const classes = studio.classes
    .filter(({ startsAt, canceled }) => startsAt <= now && !canceled)
    .flatMap((occurrence) => ofClass(studio, occurrence))
  const appointments = studio.appointments
    .filter(({ startsAt }) => startsAt <= now)
    .map((appointment) => ofAppointment(studio, appointment))
  const workshops = workshopsBy(studio, now)
    .flatMap(({ sessions }) => sessions)
    .filter(({ startsAt }) => startsAt <= now)
    .map(({ id, staffId, startLocal, slot }): Service => ({
      type: 'Enrollment',
      id,
      staffId,
      local: startLocal,
      locationId: slot.locationId,
      cents: 9_000,
    }))
  return [...classes, ...appointments, ...workshops].flatMap((service) => rowOf(studio, service))
}
