// What the attendance reports list: every visit but early cancellations, cancelled classes and bookings ahead, with its revenue.
import { reachOf, visitsOf } from './books-deferred.ts'
import { instantOf, offsetMs } from './calendar.ts'
import type { ExportRequest } from './exporter.ts'
import type { Held, Studio, Visit } from './life.ts'
import { listedHands, type ListedRow } from './listed.ts'
import { neighbouringDate, type Hands } from './plant.ts'

export interface AttendedRow extends ListedRow {
  readonly visit: Visit
  readonly localDate: string
  readonly sale: SoldAs | undefined
}

/** What was paid for an option, and where it was sold. */
export interface SoldAs {
  readonly cents: number
  readonly locationId: number
}

/** Visits that have begun, of classes that were held. */
const visitsBegun = (studio: Studio): readonly Visit[] => {
  const reach = reachOf(studio)
  return visitsOf(studio).filter(
    ({ startLocal, signedIn, missed, lateCancelled }) =>
      signedIn || missed || lateCancelled || startLocal <= reach,
  )
}

/** By option, the sale that put it into a client's hands. */
export const salesOfOptions = (studio: Studio): ReadonlyMap<Held, SoldAs> =>
  new Map(
    studio.sales.flatMap(({ lines, locationId }) =>
      lines.flatMap(({ held, quantity, totalCents }) =>
        held !== undefined && quantity > 0 ? [[held, { cents: totalCents, locationId }] as const] : [],
      ),
    ),
  )

const occurrenceOf = ({ name, startLocal }: Visit, date: string): string =>
  `${name}/${date} ${startLocal.slice(11, 16)}`

const nameOf = (visit: Visit, date: string): string => `${visit.client.id}/${occurrenceOf(visit, date)}`

/**
 * Packs and single visits: price by count, to the cent. Unlimited options: the fee by the visits so far, which changes with
 * every further visit. No option: nothing.
 */
const revenueCents = ({ held }: Visit, sale: SoldAs | undefined, soFar: number): number =>
  held === undefined || sale === undefined ? 0 : Math.round(sale.cents / (held.plan.count ?? soFar))

const byDay = (one: Visit, other: Visit): number =>
  one.startLocal.localeCompare(other.startLocal) || one.id - other.id

/** The visits of a period by day and time, with what each earned, or counted as one each. */
export const attendedRows = (request: ExportRequest, unit: 'money' | 'count'): readonly AttendedRow[] => {
  const { studio, from, to, locations } = request
  const { programs } = studio.plan
  const begun = visitsBegun(studio)
  const sales = salesOfOptions(studio)
  const soFar = new Map<Held, number>()
  for (const { held } of begun) if (held !== undefined) soFar.set(held, (soFar.get(held) ?? 0) + 1)
  const rows = [...begun]
    .sort(byDay)
    .map((visit) => ({ visit, localDate: visit.startLocal.slice(0, 10) }))
    .filter(
      ({ visit, localDate }) =>
        localDate >= from && localDate <= to && locations?.includes(visit.locationId) !== false,
    )
    .map(({ visit, localDate }) => {
      const { held, client } = visit
      const sale = held && sales.get(held)
      const cents = unit === 'count' ? 1 : revenueCents(visit, sale, (held && soFar.get(held)) ?? 1)
      return {
        key: nameOf(visit, localDate),
        // A file names neither visit nor roster: two rows of one client, or of one class, might be taken for each other.
        neighbourhoods: [client.id, occurrenceOf(visit, localDate)],
        cents,
        clientId: client.id,
        category: programs.find(({ id }) => id === held?.plan.programId)?.name ?? '',
        plain: unit === 'count' || (held?.plan.count !== undefined && cents > 0),
        locationId: visit.locationId,
        visit,
        localDate,
        sale,
      }
    })
  const listed = new Map<string, number>()
  for (const { key } of rows) listed.set(key, (listed.get(key) ?? 0) + 1)
  // Somebody has two private sessions at the same hour: nothing tells the two rows apart.
  return rows.map((row) => (listed.get(row.key) === 1 ? row : { ...row, plain: false }))
}

/** The neighbouring day on which the report might show a visit, where the period has it and the client was not there then. */
const otherDay = (
  { studio, from, to }: ExportRequest,
  known: ReadonlySet<string>,
  { visit }: AttendedRow,
) => {
  const { zone } = studio.plan
  const { startLocal } = visit
  const day = neighbouringDate(startLocal, offsetMs(instantOf(startLocal, zone), zone) / 60_000)
  return day !== undefined && day >= from && day <= to && !known.has(nameOf(visit, day)) ? day : undefined
}

/** What can be planted in the attendance reports. Only what an unlimited visit earned depends on when the report is run. */
export const attendedHands = (
  request: ExportRequest,
  rows: readonly AttendedRow[],
  unit: 'money' | 'count',
): Hands<AttendedRow> => {
  const known = new Set(rows.map(({ key }) => key))
  const { unexplained, ...shared } = listedHands<AttendedRow>({
    studio: request.studio,
    unit,
    hasClients: true,
    categories: request.studio.plan.programs.map(({ name }) => name),
    invent: (row, nth) => {
      const clientId = String(990_001 + nth)
      return { ...row, clientId, key: row.key.replace(/^[^/]*/, clientId) }
    },
  })
  return {
    ...shared,
    // A visit counts one, whatever else is said of it.
    ...(unit === 'money' && unexplained !== undefined && { unexplained }),
    timezone_date_shift: (row) => {
      const localDate = row.plain ? otherDay(request, known, row) : undefined
      return localDate === undefined
        ? undefined
        : { take: [row], put: [{ ...row, localDate }], told: [{ key: row.key, cents: 0 }] }
    },
    ...(unit === 'money' && {
      pack_revenue_basis: (row, nth) => {
        const { visit, sale, cents, key } = row
        if (visit.held === undefined || visit.held.plan.count !== undefined || sale === undefined)
          return undefined
        const later = Math.round(cents * 0.8) - nth
        return later > 0 && cents - later > 1
          ? { take: [row], put: [{ ...row, cents: later }], told: [{ key, cents: later - cents }] }
          : undefined
      },
    }),
  }
}
