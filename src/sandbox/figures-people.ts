// Who is one person: files joined by merges and across sites, with all they did at each site up to how far its life is told.
import { reachOf, visitsOf } from './books-deferred.ts'
import type { Business } from './business.ts'
import { addDays, localDayOf } from './calendar.ts'
import type { Client, Line, Sale, Studio, Visit } from './life.ts'
import { keptOf } from './merges.ts'
import { methods } from './plan-shared.ts'
import { profilesOfPerson, type File } from './same-person.ts'
import { isService } from './till.ts'

/** What an owner may tell beside the life itself. */
export interface Told {
  /** Files that are nobody: the house account, a test. */
  readonly excluded?: readonly { readonly siteId: number; readonly clientId: string }[]
  /** Days a site was closed, both included. */
  readonly closures?: readonly { readonly siteId: number; readonly from: string; readonly until: string }[]
  /** Which files the studio made one, as the webhook or a list tells. Default true. */
  readonly merges?: boolean
}

/** A line a person bought, or gave back. */
export interface Bought {
  readonly sale: Sale
  readonly line: Line
  readonly day: string
  /** Price less discount, without tax. */
  readonly netCents: number
}

/** One person at one site. */
export interface Person {
  readonly key: string
  readonly clients: readonly Client[]
  readonly profileDay: string
  /** Signed in, oldest first, the class took place. */
  readonly visits: readonly Visit[]
  readonly bought: readonly Bought[]
}

/** The people of a site, the excluded ones left out. */
export interface People {
  readonly studio: Studio
  readonly siteId: number
  /** The last local day anything surely happened. */
  readonly today: string
  /** The first one. */
  readonly dataStart: string
  readonly persons: readonly Person[]
}

export const dayOfVisit = ({ startLocal }: Visit): string => startLocal.slice(0, 10)

/** Every file with the one that names its person: smallest site, then smallest number, of all that belong together. */
const namesOf = (business: Business, { merges = true }: Told): ReadonlyMap<Client, File> => {
  const survivorOf = ({ studio, client }: File): File => ({
    studio,
    client: merges ? keptOf(studio, client) : client,
  })
  const files = business.studios.flatMap((studio) => studio.clients.map((client) => ({ studio, client })))
  const names = new Map(files.map((file) => [file.client, survivorOf(file)]))
  const joins = files.map(({ studio, client }) =>
    profilesOfPerson(business, studio, client).map((file) => survivorOf(file).client),
  )
  // Names spread along the joins until nothing changes any more.
  for (let changed = true; changed;) {
    changed = false
    for (const joined of joins) {
      const [least] = joined
        .flatMap((client) => names.get(client) ?? [])
        .sort((one, other) => one.studio.plan.siteId - other.studio.plan.siteId || byNumber(one, other))
      for (const client of joined) {
        if (least === undefined || names.get(client)?.client === least.client) continue
        names.set(client, least)
        changed = true
      }
    }
  }
  return new Map(files.map((file) => [file.client, names.get(survivorOf(file).client) ?? file]))
}

const byNumber = (one: File, other: File): number => (one.client.uniqueId < other.client.uniqueId ? -1 : 1)

const boughtBy = (studio: Studio): ReadonlyMap<Client, Bought[]> => {
  const bought = new Map<Client, Bought[]>()
  for (const sale of studio.sales) {
    if (sale.client === undefined) continue
    const own = bought.get(sale.client) ?? []
    bought.set(sale.client, own)
    for (const line of sale.lines) {
      // A unit price may be misprinted; what was paid is right.
      const netCents = line.totalCents - line.taxCents
      own.push({ sale, line, day: sale.soldLocal.slice(0, 10), netCents })
    }
  }
  return bought
}

const group = <K, T>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const own = groups.get(keyOf(item))
    if (own === undefined) groups.set(keyOf(item), [item])
    else own.push(item)
  }
  return groups
}

/** Tells of every file of a business whose person it is. */
export const personNames = (business: Business, told: Told = {}): ((client: Client) => string) => {
  const names = namesOf(business, told)
  return (client) => {
    const name = names.get(client)
    return `${name?.studio.plan.siteId}-${name?.client.uniqueId}`
  }
}

/** The people of every site, by the names of their persons. */
export const peopleOf = (business: Business, told: Told = {}): readonly People[] => {
  const { excluded = [] } = told
  const keyOf = personNames(business, told)
  const nobody = new Set(
    excluded.flatMap(({ siteId, clientId }) =>
      business.studios
        .filter(({ plan }) => plan.siteId === siteId)
        .flatMap(({ clients }) => clients.filter(({ id }) => id === clientId).map(keyOf)),
    ),
  )
  return business.studios.map((studio) => {
    const today = reachOf(studio).slice(0, 10)
    const signedIn = visitsOf(studio).filter((visit) => visit.signedIn && dayOfVisit(visit) <= today)
    const visits = group(signedIn, ({ client }) => client)
    const bought = boughtBy(studio)
    const persons = [...group(studio.clients, keyOf)]
      .filter(([key]) => !nobody.has(key))
      .map(([key, clients]): Person => ({
        key,
        clients,
        profileDay: earliest(clients.map(({ createdAt }) => localDayOf(createdAt, studio.plan.zone))) ?? '',
        visits: clients
          .flatMap((client) => visits.get(client) ?? [])
          .sort((one, other) => one.startLocal.localeCompare(other.startLocal) || one.id - other.id),
        bought: clients.flatMap((client) => bought.get(client) ?? []),
      }))
    const dataStart = earliest([
      ...studio.sales.map(({ soldLocal }) => soldLocal.slice(0, 10)),
      ...signedIn.map(dayOfVisit),
    ])
    return { studio, siteId: studio.plan.siteId, today, dataStart: dataStart ?? today, persons }
  })
}

/** The least of some days; undefined of none. */
export const earliest = (days: readonly string[]): string | undefined =>
  days.reduce<string | undefined>(
    (least, day) => (least === undefined || day < least ? day : least),
    undefined,
  )

/** Whether a line sells something: no value voucher, debt or tip. */
export const isGoods = ({ line: { item } }: Bought): boolean => isService(item) || item.kind === 'retail'

/** The first day money was paid for more than a single visit: not for drop-ins, by vouchers alone, or for nothing. */
export const firstPaidDay = ({ bought }: Person, today: string): string | undefined =>
  earliest(
    bought
      .filter(
        (item) =>
          isGoods(item) &&
          item.line.quantity > 0 &&
          item.netCents > 0 &&
          item.day <= today &&
          !['dropin', 'comp', 'private'].includes(item.line.item.kind) &&
          !item.sale.payments.every(({ method }) => method.id === methods.comp.id),
      )
      .map(({ day }) => day),
  )

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The last day of a day's month. */
export const monthEnd = (day: string): string =>
  addDays(`${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`, -1)
