// The page that Payroll Detail is: a block per member, in it a table per place and kind of service, totals at every level.
import type { PaidRow } from './exports-payroll.ts'
import type { Studio } from './life.ts'
import { escaped, printedDay, printedMoney } from './report-sheet.ts'
import { dayName, printedPerson, printedTime } from './report-words.ts'
import { placeName } from './sales-print.ts'

const classHeader = [
  'Class Date',
  'Class Time',
  'Class name',
  '',
  '# Staff paid',
  '# Staff unpaid',
  'Base Pay',
  'Bonus Pay',
  'Earnings',
]
/** As it was in 2019. */
const oldClassHeader = [
  'Class Date',
  'Class Time',
  'Class name',
  '',
  '# Clients',
  '# Comps',
  'Base Pay',
  'Assistant Pay',
  'Bonus Pay',
  'Earnings',
]
const sessionHeader = [
  'Appointment Date',
  'Appt. Time',
  'Client Name',
  'Series Used',
  'Revenue',
  '',
  'Rev. per Session',
  'Earnings',
]
const staffHeader = ['# Services', '# Clients', '# Comps', 'Base Earnings', '', 'Earnings']

const line = (cells: readonly string[], tag: 'td' | 'th' = 'td', kind = ''): string =>
  `<tr${kind === '' ? '' : ` class="${kind}"`}>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** `Thursday, 10 September 2026`: only appointments write their day out. */
const longDay = (day: string): string =>
  `${dayName(day)}, ${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`

const centsOf = (rows: readonly PaidRow[]): number => rows.reduce((sum, { cents }) => sum + cents, 0)

const total = (cents: number): string => `tot ${printedMoney(cents)}`

const classCells = (row: PaidRow, isOld: boolean, dayFirst: boolean): readonly string[] => {
  const { service, localDate, cents } = row
  const { bonusCents, paid, unpaid } = service
  // Whatever was planted shows in the earnings alone, as nothing in the report adds up its columns.
  const base = printedMoney(service.cents - bonusCents)
  return [
    printedDay(localDate, dayFirst),
    printedTime(service.local),
    service.name,
    '',
    String(paid),
    String(unpaid),
    base,
    ...(isOld ? [printedMoney(0)] : []),
    printedMoney(bonusCents),
    printedMoney(cents),
  ]
}

const sessionCells = ({ service, localDate, cents }: PaidRow): readonly string[] => {
  const held = service.visit?.held
  const price = printedMoney(held?.priceCents ?? 0)
  return [
    longDay(localDate),
    printedTime(service.local),
    printedPerson(service.visit?.client),
    held?.plan.name ?? '',
    price,
    '',
    price,
    printedMoney(cents),
  ]
}

const grouped = <Key>(
  rows: readonly PaidRow[],
  keyOf: (row: PaidRow) => Key,
): readonly (readonly PaidRow[])[] => {
  const groups = new Map<Key, PaidRow[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return [...groups.values()]
}

const block = (studio: Studio, rows: readonly PaidRow[]): readonly string[] => {
  const [first] = rows
  if (first === undefined) return []
  const { taxInclusive } = studio.plan
  const isSession = first.service.type === 'Appointment'
  const header = isSession ? sessionHeader : taxInclusive ? oldClassHeader : classHeader
  const place = placeName(studio, first.service.locationId)
  const body = rows.map((row) =>
    line(isSession ? sessionCells(row) : classCells(row, taxInclusive, taxInclusive)),
  )
  const blanks = header.slice(2).map(() => '')
  return [
    `<div class="payscaleHeader"><span class="typeLocation">${isSession ? 'Appointments' : 'Class/Enrollments'}-- ${escaped(place)}</span><span class="payscale">Pay rate: Flat Rate</span></div>`,
    '<table class="results">',
    line(header, 'th'),
    ...body,
    line(['Subtotal', ...blanks, printedMoney(centsOf(rows))], 'td', 'subtotal'),
    '</table>',
    `<table class="locationTotal">${line([`${place} (${rows.length} Services) Total:`, total(centsOf(rows))])}</table>`,
  ]
}

const memberBlocks = (studio: Studio, rows: readonly PaidRow[]): readonly string[] => {
  const [first] = rows
  if (first === undefined) return []
  const { member } = first
  const count = (pick: (row: PaidRow) => number): string =>
    String(rows.reduce((sum, row) => sum + pick(row), 0))
  const cents = printedMoney(centsOf(rows))
  return [
    `<div class="staffHeader"><span class="staffName">${escaped(`${member.first} ${member.last}`)}</span></div>`,
    ...grouped(rows, ({ service }) => `${service.locationId}/${service.type === 'Appointment'}`).flatMap(
      (group) => block(studio, group),
    ),
    '<table class="results staffTotalAsstEnabled">',
    line(staffHeader, 'th'),
    line([
      String(rows.length),
      count(({ service }) => service.paid),
      count(({ service }) => service.unpaid),
      cents,
      '',
      cents,
    ]),
    '</table>',
  ]
}

/** The page; `offCents` is what its grand total is wrong by. */
export const payrollPage = (studio: Studio, rows: readonly PaidRow[], offCents: number): string =>
  [
    '<html><head><meta charset="utf-8"></head><body>',
    ...grouped(rows, ({ member }) => member).flatMap((group) => memberBlocks(studio, group)),
    `<table>${line(['Grand Total', total(centsOf(rows) + offCents)], 'td', 'grandTotal')}</table>`,
    '</body></html>\n',
  ].join('\n')
