// Attendance with and without Revenue as a studio exports them: workbooks, a row per visit, from the simulated rosters.
import { attendedHands, attendedRows, type AttendedRow } from './attended.ts'
import { exporterOf, type ExportRequest } from './exporter.ts'
import { notYet, type Studio } from './life.ts'
import { staffNames } from './records.ts'
import { printedClientId, type Cell, type Sheet } from './report-sheet.ts'
import { dayName, printedPerson, printedTime } from './report-words.ts'
import { placeName } from './sales-print.ts'

const header =
  'Date|Day|Time|Client ID|Client|Visit Service Category|Visit Type|Type|Pricing Option|Exp. Date|Visits Rem.|Staff|Visit Location|Sale Location|Staff Paid|Late Cancel|No-show|Booking Method|Payment Service Category'.split(
    '|',
  )
const revenueHeader = [...header, 'Rev. per Visit']

/** The report's sign for an option without a count; what was used is taken off it (observed). */
const unlimitedVisits = 99_999

const cellsOf = (studio: Studio, row: AttendedRow): readonly Cell[] => {
  const { visit, sale } = row
  const { held } = visit
  return [
    { day: row.localDate },
    dayName(row.localDate),
    printedTime(visit.startLocal),
    printedClientId(row.clientId),
    printedPerson(visit.client),
    visit.program.name,
    visit.sessionType.name,
    visit.name,
    held?.plan.name ?? 'n/a',
    held === undefined || held.expiryDay === notYet ? '' : { day: held.expiryDay },
    held === undefined ? 'n/a' : { count: (held.plan.count ?? unlimitedVisits) - held.used },
    printedPerson(staffNames(studio, visit.staffId)),
    placeName(studio, visit.locationId),
    sale === undefined ? '' : placeName(studio, sale.locationId),
    held === undefined ? 'No' : 'Yes',
    visit.lateCancelled ? 'Yes' : 'No',
    visit.missed ? 'Yes' : 'No',
    visit.web ? 'Online' : 'Staff',
    row.category,
  ]
}

const sheetOf = (
  { studio }: ExportRequest,
  rows: readonly AttendedRow[],
  names: readonly string[],
  money: (row: AttendedRow) => readonly Cell[],
  totalsOf: (paid: number) => Readonly<Record<string, Cell>>,
): Sheet => {
  const paid = rows.filter(({ visit }) => visit.held !== undefined).length
  const totals = totalsOf(paid)
  return {
    header: names,
    tables: [{ rows: rows.map((row) => [...cellsOf(studio, row), ...money(row)]) }],
    totals: names.map((name) => totals[name] ?? ''),
    dayFirst: false,
  }
}

const counted = (paid: number, all: number): Readonly<Record<string, Cell>> => ({
  Date: 'Grand Total',
  Client: `Paid: ${paid} Comps: ${all - paid}`,
})

/** With what every visit earned. */
export const attendanceWithRevenue = exporterOf<AttendedRow>({
  forms: ['xlsx'],
  choices: ['locations'],
  rowsOf: (request) => attendedRows(request, 'money'),
  handsOf: (request, rows) => attendedHands(request, rows, 'money'),
  print: (request, rows, offCents) => {
    const cents = rows.reduce((sum, row) => sum + row.cents, offCents)
    return sheetOf(
      request,
      rows,
      revenueHeader,
      (row) => [{ cents: row.cents }],
      (paid) => ({ ...counted(paid, rows.length), 'Rev. per Visit': { cents } }),
    )
  },
})

/** The same visits, one by one; the file's own total is how many were paid for and how many were not. */
export const attendanceWithoutRevenue = exporterOf<AttendedRow>({
  forms: ['xlsx'],
  choices: ['locations'],
  rowsOf: (request) => attendedRows(request, 'count'),
  handsOf: (request, rows) => attendedHands(request, rows, 'count'),
  print: (request, rows, offCount) =>
    sheetOf(
      request,
      rows,
      header,
      () => [],
      (paid) => counted(paid, rows.length + offCount),
    ),
})
