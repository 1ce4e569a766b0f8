// Shaped records, kept until life goes on: each list once per site, in the API's order, beside what it was shaped from.
import { classRecord } from './api-classes.ts'
import { appointmentRecord, rosterRecord, visitRecord } from './api-visits.ts'
import { clientContractRecord, clientRecord, clientServiceRecord } from './api-clients.ts'
import { saleRecord, transactionRecord } from './api-sales.ts'
import type { Business } from './business.ts'
import type {
  Appointment,
  ClassOccurrence,
  Client,
  Held,
  HeldContract,
  Sale,
  Studio,
  Transaction,
  Visit,
} from './life.ts'
import { inNoUsefulOrder, type ApiRecord } from './records.ts'

/** A thing of the simulated life and the record the API makes of it. */
interface Shaped<T> {
  readonly of: T
  readonly record: ApiRecord
}

/** Lists of one site; each is shaped when first asked for. */
export interface Shelf {
  readonly studio: Studio
  readonly clients: readonly Shaped<Client>[]
  readonly classes: readonly Shaped<ClassOccurrence>[]
  readonly classById: ReadonlyMap<number, Shaped<ClassOccurrence>>
  readonly appointments: readonly Shaped<Appointment>[]
  readonly held: readonly Shaped<Held>[]
  readonly contracts: readonly Shaped<HeldContract>[]
  readonly sales: readonly Shaped<Sale>[]
  readonly transactions: readonly Shaped<Transaction>[]
  readonly visitsOf: ReadonlyMap<Client, readonly Shaped<Visit>[]>
  rosterOf(occurrence: ClassOccurrence): readonly ApiRecord[]
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Class visits and appointments of every client, oldest first. */
const visitsByClient = (studio: Studio): ReadonlyMap<Client, readonly Shaped<Visit>[]> => {
  const visits = [
    ...studio.classes.flatMap((occurrence) => occurrence.visits),
    ...studio.appointments.map(({ visit }) => visit),
  ].sort((one, other) => one.startLocal.localeCompare(other.startLocal) || one.id - other.id)
  const byClient = new Map<Client, Shaped<Visit>[]>()
  for (const visit of visits) {
    const own = byClient.get(visit.client) ?? []
    own.push({ of: visit, record: visitRecord(studio, visit) })
    byClient.set(visit.client, own)
  }
  return byClient
}

const openShelf = (studio: Studio): Shelf => {
  const shape = <T>(
    list: readonly T[],
    keyOf: (item: T) => string | number,
    toRecord: (item: T) => ApiRecord,
  ) => once(() => inNoUsefulOrder(list, keyOf).map((item) => ({ of: item, record: toRecord(item) })))
  const clients = shape(
    studio.clients,
    ({ id }) => id,
    (client) => clientRecord(studio, client),
  )
  const classes = shape(
    studio.classes,
    ({ id }) => id,
    (occurrence) => classRecord(studio, occurrence),
  )
  const appointments = shape(
    studio.appointments,
    ({ id }) => id,
    (appointment) => appointmentRecord(studio, appointment),
  )
  const held = shape(
    studio.held,
    ({ id }) => id,
    (option) => clientServiceRecord(studio, option),
  )
  const contracts = shape(
    studio.contracts,
    ({ id }) => id,
    (contract) => clientContractRecord(studio, contract),
  )
  const sales = shape(studio.sales, ({ id }) => id, saleRecord)
  const transactions = shape(
    studio.transactions,
    ({ id }) => id,
    (transaction) => transactionRecord(studio, transaction),
  )
  const classById = once(() => new Map(classes().map((shaped) => [shaped.of.id, shaped])))
  const visitsOf = once(() => visitsByClient(studio))
  const rosters = new Map<ClassOccurrence, readonly ApiRecord[]>()
  return {
    studio,
    get clients() {
      return clients()
    },
    get classes() {
      return classes()
    },
    get classById() {
      return classById()
    },
    get appointments() {
      return appointments()
    },
    get held() {
      return held()
    },
    get contracts() {
      return contracts()
    },
    get sales() {
      return sales()
    },
    get transactions() {
      return transactions()
    },
    get visitsOf() {
      return visitsOf()
    },
    rosterOf: (occurrence) => {
      const known = rosters.get(occurrence)
      if (known !== undefined) return known
      const roster = occurrence.visits.map((visit) => rosterRecord(studio, visit))
      rosters.set(occurrence, roster)
      return roster
    },
  }
}

const shelves = new WeakMap<
  Business,
  { readonly days: number; readonly bySite: ReadonlyMap<number, Shelf> }
>()

/** The shelf of a site as of the business's now; undefined for a site that does not exist. */
export const shelfOf = (business: Business, siteId: number): Shelf | undefined => {
  let kept = shelves.get(business)
  if (kept === undefined || kept.days !== business.days) {
    const bySite = new Map(business.studios.map((studio) => [studio.plan.siteId, openShelf(studio)]))
    kept = { days: business.days, bySite }
    shelves.set(business, kept)
  }
  return kept.bySite.get(siteId)
}

/** Forgets what was shaped: something was changed by hand since. */
export const clearShelves = (business: Business): void => {
  shelves.delete(business)
}
