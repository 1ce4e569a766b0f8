// The native Attendance with Revenue report as a studio would export it: XLSX, a row per visit, from the simulated rosters.
import { instantOf } from './calendar.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet, type Held, type Studio, type Visit } from './life.ts'
import type { Hands, PlantRow } from './plant.ts'
import { staffNames } from './records.ts'
import { printedClientId, type Cell } from './report-sheet.ts'
import { placeName } from './sales-print.ts'

interface VisitRow extends PlantRow {
  readonly visit: Visit
  readonly clientId: string
  readonly localDate: string
}

const header =
  'Date|Day|Time|Client ID|Client|Visit Service Category|Visit Type|Type|Pricing Option|Exp. Date|Visits Rem.|Staff|Visit Location|Sale Location|Staff Paid|Late Cancel|No-show|Booking Method|Payment Service Category|Rev. per Visit'.split(
    '|',
  )

/** The report's sign for an option without a count; what was used is taken off it (observed). */
const unlimitedVisits = 99_999

/**
 * Packs and single visits: price by count, rounded to the cent. Unlimited options: the fee by the visits so far, which
 * changes with every further visit. No option: nothing.
 */
const revenueCents = (held: Held | undefined): number => {
  if (held === undefined) return 0
  return Math.round(held.priceCents / Math.max(1, held.plan.count ?? held.used))
}

const visitRows = ({ studio, business, from, to }: ExportRequest): readonly VisitRow[] => {
  const { zone } = studio.plan
  return [
    ...studio.classes.flatMap((occurrence) => (occurrence.canceled ? [] : occurrence.visits)),
    ...studio.appointments.map(({ visit }) => visit),
  ]
    .filter(({ startLocal }) => {
      const day = startLocal.slice(0, 10)
      return day >= from && day <= to && instantOf(startLocal, zone) <= business.now
    })
    .sort((one, other) => one.startLocal.localeCompare(other.startLocal) || one.id - other.id)
    .map((visit) => ({
      key: `${visit.client.id}/${visit.name}/${visit.startLocal.slice(0, 16).replace('T', ' ')}`,
      neighbourhoods: [visit.client.id],
      localDate: visit.startLocal.slice(0, 10),
      cents: revenueCents(visit.held),
      visit,
      clientId: visit.client.id,
    }))
}

const isPlain = ({ visit }: VisitRow): boolean =>
  visit.held?.plan.count !== undefined && visit.held.priceCents > 0

const hands: Hands<VisitRow> = {
  missing_in_native: (row) => (isPlain(row) ? { take: [row], put: [] } : undefined),
  rounding: (row) => (isPlain(row) ? { take: [row], put: [{ ...row, cents: row.cents + 1 }] } : undefined),
}

const printedTime = (local: string): string => {
  const hour = Number(local.slice(11, 13))
  return `${hour % 12 === 0 ? 12 : hour % 12}:${local.slice(14, 16)} ${hour < 12 ? 'am' : 'pm'}`
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const cellsOf = (studio: Studio, row: VisitRow, soldAt: ReadonlyMap<Held, number>): readonly Cell[] => {
  const { visit } = row
  const { held } = visit
  const staff = staffNames(studio, visit.staffId)
  const remaining = held?.plan.count === undefined ? unlimitedVisits : held.plan.count
  return [
    { day: row.localDate },
    dayNames[new Date(`${row.localDate}T00:00:00Z`).getUTCDay()] ?? '',
    printedTime(visit.startLocal),
    printedClientId(row.clientId),
    `${visit.client.last}, ${visit.client.first}`,
    visit.program.name,
    visit.sessionType.name,
    visit.name,
    held?.plan.name ?? 'n/a',
    held === undefined || held.expiryDay === notYet ? '' : { day: held.expiryDay },
    held === undefined ? 'n/a' : { count: remaining - held.used },
    `${staff.last}, ${staff.first}`,
    placeName(studio, visit.locationId),
    held === undefined ? '' : placeName(studio, soldAt.get(held) ?? 0),
    held === undefined ? 'No' : 'Yes',
    visit.lateCancelled ? 'Yes' : 'No',
    visit.missed ? 'Yes' : 'No',
    visit.web ? 'Online' : 'Staff',
    held === undefined ? '' : visit.program.name,
    { cents: row.cents },
  ]
}

const soldAt = (studio: Studio): ReadonlyMap<Held, number> =>
  new Map(
    studio.sales.flatMap(({ locationId, lines }) =>
      lines.flatMap(({ held, quantity }): [Held, number][] =>
        held !== undefined && quantity > 0 ? [[held, locationId]] : [],
      ),
    ),
  )

/** All visits of a period but early cancellations, cancelled classes and bookings ahead; the view by date. */
export const attendanceWithRevenue = exporterOf<VisitRow>({
  forms: ['xlsx'],
  choices: [],
  rowsOf: visitRows,
  handsOf: () => hands,
  print: ({ studio }, rows, offCents) => {
    const places = soldAt(studio)
    const paid = rows.filter(({ visit }) => visit.held !== undefined).length
    const totals: Readonly<Record<string, Cell>> = {
      Date: 'Grand Total',
      Client: `Paid: ${paid} Comps: ${rows.length - paid}`,
      'Rev. per Visit': { cents: rows.reduce((sum, { cents }) => sum + cents, offCents) },
    }
    return {
      header,
      tables: [{ rows: rows.map((row) => cellsOf(studio, row, places)) }],
      totals: header.map((name) => totals[name] ?? ''),
      dayFirst: false,
    }
  },
})
