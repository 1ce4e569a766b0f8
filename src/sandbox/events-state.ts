// What a studio looks like at one moment, kept small: what two moments are compared by to know what is to be told.
import { localDayOf } from './calendar.ts'
import type { Appointment, Client, ClassOccurrence, HeldContract, Studio, Visit, Waiting } from './life.ts'
import type { SlotPlan } from './plan.ts'
import { teacherOn } from './schedule.ts'
import { waitingFor } from './standby.ts'

interface ClientState {
  readonly profile: string
  readonly email: string
  readonly active: boolean
}

export interface StudioState {
  readonly clients: ReadonlyMap<Client, ClientState>
  readonly classes: ReadonlyMap<ClassOccurrence, string>
  readonly visits: ReadonlyMap<Visit, string>
  readonly waiting: ReadonlyMap<Waiting, ClassOccurrence>
  readonly appointments: ReadonlyMap<Appointment, string>
  readonly contracts: ReadonlyMap<HeldContract, string>
  /** Kinds of membership each client has now. */
  readonly memberships: ReadonlyMap<Client, ReadonlySet<number>>
  readonly staff: ReadonlyMap<number, boolean>
  /** Who teaches each series. */
  readonly teachers: ReadonlyMap<SlotPlan, number>
  readonly merges: number
  /** Number of the last sale. */
  readonly sale: number
}

/** Fields of the profile that an event of a client shows. */
const profileOf = ({ id, email, phone, status, prospect }: Client): string =>
  [id, email, phone, status, prospect].join('\n')

/** How a booking turned out; a late cancel keeps its row and is a cancellation all the same. */
const visitState = ({ signedIn, missed, lateCancelled }: Visit): string =>
  lateCancelled ? 'cancelled' : signedIn ? 'signed in' : missed ? 'missed' : 'booked'

/** What is edited of a contract; charges that are made or refused are no edits. */
const contractState = ({ terminationDay, status, renewedBy }: HeldContract): string =>
  [terminationDay, status === 'Suspended', renewedBy].join(' ')

const membershipsOf = (studio: Studio): ReadonlyMap<Client, ReadonlySet<number>> => {
  const memberships = new Map<Client, Set<number>>()
  for (const { owner, current, plan } of studio.held) {
    if (!current || plan.membershipId === undefined) continue
    const own = memberships.get(owner)
    if (own === undefined) memberships.set(owner, new Set([plan.membershipId]))
    else own.add(plan.membershipId)
  }
  return memberships
}

/** The state of a studio at an instant, UTC ms. */
export const stateOf = (studio: Studio, now: number): StudioState => {
  const today = localDayOf(now, studio.plan.zone)
  const classes = new Map<ClassOccurrence, string>()
  const visits = new Map<Visit, string>()
  const waiting = new Map<Waiting, ClassOccurrence>()
  for (const occurrence of studio.classes) {
    classes.set(occurrence, `${occurrence.canceled} ${occurrence.substitute} ${occurrence.staffId}`)
    for (const visit of occurrence.visits) visits.set(visit, visitState(visit))
    for (const place of waitingFor(occurrence)) waiting.set(place, occurrence)
  }
  return {
    clients: new Map(
      studio.clients.map((client) => [
        client,
        { profile: profileOf(client), email: client.email, active: client.active },
      ]),
    ),
    classes,
    visits,
    waiting,
    appointments: new Map(studio.appointments.map((appointment) => [appointment, appointment.status])),
    contracts: new Map(studio.contracts.map((contract) => [contract, contractState(contract)])),
    memberships: membershipsOf(studio),
    staff: new Map(studio.plan.staff.map(({ id, until }) => [id, until === undefined || today <= until])),
    teachers: new Map(studio.plan.slots.map((slot) => [slot, teacherOn(studio, slot, today)])),
    merges: studio.merges.length,
    sale: studio.last.sale,
  }
}
