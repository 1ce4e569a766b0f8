// What staff earned by what they gave: classes, appointments and workshops that have begun.
import { rateCents } from './api-staff-details.ts'
import type { Appointment, ClassOccurrence, Studio, Visit } from './life.ts'
import { memberOf, type PayRow } from './pay.ts'
import { hashOf } from './random.ts'
import { money } from './records.ts'
import { sessionOf } from './schedule.ts'
import { workshopsBy } from './workshops.ts'

/** A class, session or workshop day given, and what its member earned by it. */
export interface Service {
  readonly type: 'Class' | 'Appointment' | 'Enrollment'
  readonly id: number
  readonly staffId: number
  readonly local: string
  readonly locationId: number
  readonly cents: number
  /** The part of `cents` for heads over ten. */
  readonly bonusCents: number
  readonly name: string
  /** Who came on a pricing option, and who without. */
  readonly paid: number
  readonly unpaid: number
  /** The one visit of an appointment. */
  readonly visit: Visit | undefined
}

const bonusFrom = 10
const centsPerHead = 200
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
const ofClass = (studio: Studio, occurrence: ClassOccurrence): readonly Service[] => {
  const { id, staffId, slot, startLocal, visits } = occurrence
  const came = visits.filter(({ signedIn }) => signedIn)
  const heads = came.length
  const paid = came.filter(({ held }) => held !== undefined).length
  const teacher = memberOf(studio, staffId)
  const about = {
    type: 'Class',
    id,
    local: startLocal,
    locationId: slot.locationId,
    name: sessionOf(studio, slot).description.name,
    paid,
    unpaid: heads - paid,
    visit: undefined,
  } as const
  const isPaid = heads > 0 && teacher !== undefined
  const bonus = isPaid ? centsPerHead * Math.max(0, heads - bonusFrom) : 0
  const taught = { ...about, staffId, cents: isPaid ? rateCents(teacher) + bonus : 0, bonusCents: bonus }
  // Now and then somebody assists: the same class twice, under two members.
  const others = studio.plan.staff.filter(
    (member) => member.teaches && member.id !== staffId && (member.until ?? '9') >= startLocal,
  )
  const assistant = others[id % Math.max(1, others.length)]
  return hashOf(`assist/${id}`) % 29 === 0 && assistant !== undefined
    ? [taught, { ...about, staffId: assistant.id, cents: assistantCents, bonusCents: 0 }]
    : [taught]
}

/** A client who cancels late or stays away costs half the rate. */
const ofAppointment = (
  studio: Studio,
  { id, staffId, startLocal, locationId, status, visit }: Appointment,
): Service => {
  const member = memberOf(studio, staffId)
  const rate = member === undefined ? 0 : rateCents(member)
  const cents = status === 'Completed' ? rate : Math.round(rate / 2)
  return {
    type: 'Appointment',
    id,
    staffId,
    local: startLocal,
    locationId,
    cents,
    bonusCents: 0,
    name: visit.name,
    paid: visit.held === undefined ? 0 : 1,
    unpaid: visit.held === undefined ? 1 : 0,
    visit,
  }
}

/** Every service that has begun by an instant, cancelled classes left out. */
export const servicesGiven = (studio: Studio, now: number): readonly Service[] => {
  const classes = studio.classes
    .filter(({ startsAt, canceled }) => startsAt <= now && !canceled)
    .flatMap((occurrence) => ofClass(studio, occurrence))
  const appointments = studio.appointments
    .filter(({ startsAt }) => startsAt <= now)
    .map((appointment) => ofAppointment(studio, appointment))
  const workshops = workshopsBy(studio, now)
    .flatMap(({ sessions, clients }) => sessions.map((session) => ({ ...session, clients })))
    .filter(({ startsAt }) => startsAt <= now)
    .map(({ id, staffId, startLocal, slot, clients }): Service => ({
      type: 'Enrollment',
      id,
      staffId,
      local: startLocal,
      locationId: slot.locationId,
      cents: 9_000,
      bonusCents: 0,
      name: sessionOf(studio, slot).description.name,
      paid: clients.length,
      unpaid: 0,
      visit: undefined,
    }))
  return [...classes, ...appointments, ...workshops]
}

/** What they were paid for, as the API lists it. */
export const serviceEarnings = (studio: Studio, now: number): readonly PayRow[] =>
  servicesGiven(studio, now).flatMap((service) => rowOf(studio, service))
