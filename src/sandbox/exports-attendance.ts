// The native Attendance with Revenue report as a studio would export it: XLSX, a row per visit, from the simulated rosters.
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import type { Business } from './business.ts'
import { instantOf, offsetMs } from './calendar.ts'
import { notYet, type Held, type Studio, type Visit } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import {
  neighbouringDate,
  plantDifferences,
  type Plant,
  type PlantedReport,
  type PlantHands,
  type PlantRow,
} from './plant.ts'
import { createRandom } from './random.ts'
import { staffNames } from './records.ts'
import { printedClientId } from './sales-print.ts'

export interface AttendanceExportOptions {
  readonly siteId: number
  /** First and last local day, both included. */
  readonly from: string
  readonly to: string
  readonly file: string
  /** Any cause but `returned_or_voided`: a visit is not returned. */
  readonly plant?: readonly Plant[]
}

interface VisitRow extends PlantRow {
  readonly visit: Visit
  readonly clientId: string
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

const visitRows = (studio: Studio, options: AttendanceExportOptions, now: number): readonly VisitRow[] => {
  const { from, to } = options
  const { zone } = studio.plan
  const visits = [
    ...studio.classes.flatMap((occurrence) => (occurrence.canceled ? [] : occurrence.visits)),
    ...studio.appointments.map(({ visit }) => visit),
  ]
  const inPeriod = visits.filter(({ startLocal }) => {
    const day = startLocal.slice(0, 10)
    return day >= from && day <= to && instantOf(startLocal, zone) <= now
  })
  const known = new Set(inPeriod.map((visit) => nameOf(visit, visit.startLocal.slice(0, 10))))
  return inPeriod.map((visit) => {
    const localDate = visit.startLocal.slice(0, 10)
    const shifted = neighbouringDate(
      visit.startLocal,
      offsetMs(instantOf(visit.startLocal, zone), zone) / 60_000,
    )
    const free =
      shifted !== undefined && shifted >= from && shifted <= to && !known.has(nameOf(visit, shifted))
    return {
      key: nameOf(visit, localDate),
      neighbourhood: visit.client.id,
      localDate,
      cents: revenueCents(visit.held),
      plain: visit.held?.plan.count !== undefined && visit.held.priceCents > 0,
      shiftedDate: free ? shifted : undefined,
      returned: false,
      visit,
      clientId: visit.client.id,
    }
  })
}

const nameOf = (visit: Visit, date: string): string =>
  `${visit.client.id}/${visit.name}/${date} ${visit.startLocal.slice(11, 16)}`

const hands: PlantHands<VisitRow> = {
  redate: (row, localDate) => ({ ...row, localDate }),
  reprice: (row, cents) => ({ ...row, cents }),
  invent: (row, nth) => {
    const clientId = String(990_001 + nth)
    return { ...row, clientId, key: row.key.replace(/^[^/]*/, clientId) }
  },
}

const printedTime = (local: string): string => {
  const hour = Number(local.slice(11, 13))
  return `${hour % 12 === 0 ? 12 : hour % 12}:${local.slice(14, 16)} ${hour < 12 ? 'am' : 'pm'}`
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const placeName = (studio: Studio, locationId: number | undefined): string =>
  locationId === onlineLocationId
    ? 'Online Store'
    : (studio.plan.locations.find(({ id }) => id === locationId)?.name ?? '')

/** Excel stores a day as its serial number; the writer makes it from a UTC date. */
const dayCell = (day: string) => ({ value: new Date(`${day}T00:00:00Z`), type: Date, format: 'm/d/yyyy' })

const cellsOf = (studio: Studio, row: VisitRow, soldAt: ReadonlyMap<Held, number>): SheetData[number] => {
  const { visit } = row
  const { held } = visit
  const staff = staffNames(studio, visit.staffId)
  const remaining = held?.plan.count === undefined ? unlimitedVisits : held.plan.count
  return [
    dayCell(row.localDate),
    dayNames[new Date(`${row.localDate}T00:00:00Z`).getUTCDay()],
    printedTime(visit.startLocal),
    printedClientId(row.clientId),
    `${visit.client.last}, ${visit.client.first}`,
    visit.program.name,
    visit.sessionType.name,
    visit.name,
    held?.plan.name ?? 'n/a',
    held === undefined || held.expiryDay === notYet ? '' : dayCell(held.expiryDay),
    held === undefined ? 'n/a' : remaining - held.used,
    `${staff.last}, ${staff.first}`,
    placeName(studio, visit.locationId),
    held === undefined ? '' : placeName(studio, soldAt.get(held)),
    held === undefined ? 'No' : 'Yes',
    visit.lateCancelled ? 'Yes' : 'No',
    visit.missed ? 'Yes' : 'No',
    visit.web ? 'Online' : 'Staff',
    held === undefined ? '' : visit.program.name,
    { value: row.cents / 100, type: Number, format: '0.00' },
  ]
}

/** Writes the report (view by date) of a period: all visits but early cancellations, cancelled classes and bookings ahead. */
export const writeAttendanceExport = async (
  business: Business,
  options: AttendanceExportOptions,
): Promise<PlantedReport> => {
  const studio = business.studios.find(({ plan }) => plan.siteId === options.siteId)
  if (studio === undefined) throw new RangeError(`no simulated site ${options.siteId}`)
  const random = createRandom(business.seed, 'plant attendance', options.siteId, options.from, options.to)
  const clean = visitRows(studio, options, business.now)
  const { rows, planted } = plantDifferences(clean, options.plant ?? [], hands, random)
  const ordered = [...rows].sort(
    (one, other) =>
      one.localDate.localeCompare(other.localDate) ||
      one.visit.startLocal.slice(11).localeCompare(other.visit.startLocal.slice(11)) ||
      one.visit.id - other.visit.id,
  )
  const soldAt = new Map<Held, number>()
  for (const sale of studio.sales) {
    for (const { held, quantity } of sale.lines)
      if (held !== undefined && quantity > 0) soldAt.set(held, sale.locationId)
  }
  const totalCents = rows.reduce((sum, { cents }) => sum + cents, 0)
  const paid = rows.filter(({ visit }) => visit.held !== undefined).length
  const totals: SheetData[number] = header.map((name, index) => {
    if (index === 0) return 'Grand Total'
    if (name === 'Client') return `Paid: ${paid} Comps: ${rows.length - paid}`
    return name === 'Rev. per Visit' ? { value: totalCents / 100, type: Number, format: '0.00' } : ''
  })
  const sheet: SheetData = [header, ...ordered.map((row) => cellsOf(studio, row, soldAt)), totals]
  await writeXlsxFile(sheet, { sheet: 'Attendance' }).toFile(options.file)
  return { file: options.file, rows: rows.length, totalCents, planted }
}
