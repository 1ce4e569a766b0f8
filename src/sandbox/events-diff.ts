// What is to be told of a stretch of life: what changed between two moments, and only what events of the real API tell.
import { appointmentData, appointmentGoneData, saleData, staffData } from './events-business.ts'
import { classroomChanges } from './events-classroom.ts'
import {
  clientData,
  contractChangeData,
  contractData,
  membershipData,
  membershipLostData,
  mergerData,
  visitCounts,
  type VisitCounts,
} from './events-clients.ts'
import type { EventId, Happening } from './events-list.ts'
import type { StudioState } from './events-state.ts'
import { addDays, instantOf } from './calendar.ts'
import type { Sale, Studio } from './life.ts'
import type { ApiRecord } from './records.ts'

/** Two moments of a studio, and where to tell what lies between them. */
export interface Change {
  readonly studio: Studio
  readonly before: StudioState
  readonly after: StudioState
  readonly to: number
  readonly visits: VisitCounts
  /** An instant outside the stretch is moved to its nearest end: something entered late is told when it is entered. */
  readonly tell: (eventId: EventId, at: number, data: ApiRecord) => void
}

/** The file that a merger makes inactive is told by the merger alone. */
const clientChanges = ({ studio, before, after, visits, tell }: Change): void => {
  const merges = studio.merges.slice(before.merges)
  const removed = new Set(merges.map((merge) => merge.removed))
  for (const [client, { profile, email, active }] of after.clients) {
    const was = before.clients.get(client)
    const told = { studio, client, visits, previousEmail: null }
    if (was === undefined) tell('client.created', client.createdAt, clientData(told))
    else if (was.active && !active && !removed.has(client))
      tell('client.deactivated', client.lastModifiedAt, clientData(told))
    else if (was.profile !== profile || (!was.active && active)) {
      const previousEmail = was.email === email ? null : was.email
      tell('client.updated', client.lastModifiedAt, clientData({ ...told, previousEmail }))
    }
  }
  for (const merge of merges) tell('clientProfileMerger.created', merge.at, mergerData(studio, merge))
}

const contractChanges = ({ studio, before, after, to, tell }: Change, sales: readonly Sale[]): void => {
  for (const [contract, state] of after.contracts) {
    const was = before.contracts.get(contract)
    const { client } = contract
    const signed = sales.find(
      (sale) =>
        sale.client === client && sale.lines.some(({ contractId }) => contractId === contract.plan.id),
    )
    if (was === undefined) tell('clientContract.created', signed?.at ?? to, contractData(studio, contract))
    else if (was !== state)
      tell('clientContract.updated', client.lastModifiedAt, contractChangeData(studio, contract))
  }
}

const none: ReadonlySet<number> = new Set()

const membershipChanges = ({ studio, before, after, tell }: Change): void => {
  for (const client of studio.clients) {
    const [had, has] = [before.memberships.get(client) ?? none, after.memberships.get(client) ?? none]
    const at = client.lastModifiedAt
    for (const id of has)
      if (!had.has(id)) tell('clientMembershipAssignment.created', at, membershipData(studio, client, id))
    for (const id of had)
      if (!has.has(id))
        tell('clientMembershipAssignment.cancelled', at, membershipLostData(studio, client, id))
  }
}

/** A charge of a contract signed earlier, and what pays money back, come without an event. */
const isTold = ({ studio, before }: Change, { client, lines }: Sale): boolean =>
  lines.every(
    ({ quantity, contractId }) =>
      quantity > 0 &&
      (contractId === undefined ||
        studio.contracts.some(
          (contract) =>
            contract.client === client && contract.plan.id === contractId && !before.contracts.has(contract),
        )),
  )

const appointmentChanges = ({ studio, before, after, tell }: Change): void => {
  for (const [appointment, status] of after.appointments) {
    const was = before.appointments.get(appointment)
    if (was === status) continue
    const eventId = was === undefined ? 'appointmentBooking.created' : 'appointmentBooking.updated'
    tell(eventId, appointment.visit.lastModifiedAt, appointmentData(studio, appointment))
  }
  for (const appointment of before.appointments.keys())
    if (!after.appointments.has(appointment))
      tell(
        'appointmentBooking.cancelled',
        appointment.client.lastModifiedAt,
        appointmentGoneData(studio, appointment),
      )
}

/** Whoever left is gone from the day after their last. */
const staffChanges = ({ studio, before, after, to, tell }: Change): void => {
  for (const { id, until } of studio.plan.staff) {
    if (before.staff.get(id) !== true || after.staff.get(id) !== false) continue
    const gone = until === undefined ? to : instantOf(`${addDays(until, 1)}T00:00:00`, studio.plan.zone)
    tell('staff.deactivated', gone, staffData(studio, id))
  }
}

interface Stretch {
  readonly studio: Studio
  readonly before: StudioState
  readonly after: StudioState
  /** UTC ms; what happened lies after `from` and not after `to`. */
  readonly from: number
  readonly to: number
}

/** Everything to be told of a stretch, oldest first. */
export const happeningsOf = ({ studio, before, after, from, to }: Stretch): readonly Happening[] => {
  const told: Happening[] = []
  const change: Change = {
    studio,
    before,
    after,
    to,
    visits: visitCounts(studio),
    tell: (eventId, at, data) => {
      told.push({ siteId: studio.plan.siteId, eventId, at: Math.min(Math.max(at, from), to), data })
    },
  }
  const sales = studio.sales.filter(({ id }) => id > before.sale)
  clientChanges(change)
  for (const sale of sales) if (isTold(change, sale)) tell(change, sale)
  contractChanges(change, sales)
  membershipChanges(change)
  classroomChanges(change)
  appointmentChanges(change)
  staffChanges(change)
  return told.toSorted((one, other) => one.at - other.at)
}

const tell = (change: Change, sale: Sale): void =>
  change.tell('clientSale.created', sale.at, saleData(change.studio, sale))
