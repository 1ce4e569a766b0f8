// The sheet Variance: both sides by day, location, category, tender and item, with totals that recalculate.
import type { Cell, Row } from 'write-excel-file/node'
import { centsOf } from '../finance/money.ts'
import { breakdownNames } from './outcome-words.ts'
import type { Breakdown, Reconciled } from './outcome.ts'
import { amount, bold, boldFormula, formatOf, formula, heads, quiet } from './workbook-cells.ts'
import { rounded, text } from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'
import { summaryTotals } from './workbook-summary.ts'

const firstRow = 3

const isDay = (by: Breakdown['by'], key: string): boolean => by === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(key)

const keyCell = ({ by, key }: Breakdown): Cell =>
  isDay(by, key)
    ? { value: new Date(`${key}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'left', indent: 1 }
    : text(key === '' ? '(none)' : key)

const sumOf = (amounts: readonly string[]): number =>
  amounts.reduce((sum, decimal) => sum + (centsOf(decimal) ?? 0), 0)

/** True where the totals hold what no row tells, such as a file's own total beyond its rows. */
const hasRest = (rows: readonly Breakdown[], found: Reconciled): boolean =>
  sumOf(rows.map(({ native }) => native)) !== sumOf([found.native_total]) ||
  sumOf(rows.map(({ ours }) => ours)) !== sumOf([found.our_total])

/** One way of breaking down, its first row at `start`. It ends at the totals of the Summary: what no row tells has a line too. */
const blockOf = (rows: readonly Breakdown[], start: number, found: Reconciled): readonly Row[] => {
  const { unit } = found
  const format = formatOf(unit)
  const end = start + rows.length - 1
  const variance = (row: number): string => rounded(`C${row}-D${row}`, unit)
  const rest = (column: string, total: string): Cell =>
    formula(rounded(`${total}-SUM(${column}${start}:${column}${end})`, unit), format)
  const restRows: readonly Row[] = hasRest(rows, found)
    ? [
        [
          null,
          quiet('(in the total, in no row)'),
          rest('C', summaryTotals.native),
          rest('D', summaryTotals.ours),
          formula(variance(end + 1), format),
        ],
      ]
    : []
  const last = end + restRows.length
  const sum = (column: string): Cell =>
    boldFormula(rounded(`SUM(${column}${start}:${column}${last})`, unit), format)
  return [
    ...rows.map((row, index): Row => [
      text(breakdownNames[row.by]),
      keyCell(row),
      amount(row.native, unit),
      amount(row.ours, unit),
      formula(variance(start + index), format),
    ]),
    ...restRows,
    [bold('Total'), null, sum('C'), sum('D'), boldFormula(variance(last + 1), format)],
    [],
  ]
}

export const varianceSheet = (found: Reconciled): SheetOf => {
  const { breakdowns } = found
  const kinds = [...new Set(breakdowns.map(({ by }) => by))]
  const rows: Row[] = []
  for (const kind of kinds) {
    const own = breakdowns.filter(({ by }) => by === kind)
    rows.push(...blockOf(own, firstRow + rows.length, found))
  }
  const about =
    kinds.length === 0
      ? 'This report tells nothing that it could be broken down by.'
      : 'The same totals, broken down in each way the report tells. Names are in lower case, as they are compared.'
  return {
    sheet: 'Variance',
    rows: [
      [quiet(about)],
      heads(['By', 'Name', 'File', 'Marts', 'Variance'], ['File', 'Marts', 'Variance']),
      ...rows,
    ],
    widths: [12, 44, 18, 18, 18],
    frozen: { rows: firstRow - 1 },
    alarms: [{ column: 4, from: firstRow, to: firstRow + rows.length }],
  }
}
