// The sheet Variance: both sides by day, location, category, tender and item, with totals that recalculate.
import type { Cell, Row } from 'write-excel-file/node'
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
    ? { value: new Date(`${key}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'left' }
    : text(key === '' ? '(none)' : key)

/**
 * One way of breaking down, its first row at `start`. What no row tells, such as a file's own total beyond its rows, is the last line,
 * so that each block ends at the totals of the Summary.
 */
const blockOf = (rows: readonly Breakdown[], start: number, unit: Reconciled['unit']): readonly Row[] => {
  const format = formatOf(unit)
  const end = start + rows.length - 1
  const variance = (row: number): string => rounded(`C${row}-D${row}`, unit)
  const [restRow, totalRow] = [end + 1, end + 2]
  const rest = (column: string, total: string): Cell =>
    formula(rounded(`${total}-SUM(${column}${start}:${column}${end})`, unit), format)
  const sum = (column: string): Cell =>
    boldFormula(rounded(`SUM(${column}${start}:${column}${restRow})`, unit), format)
  return [
    ...rows.map((row, index): Row => [
      text(breakdownNames[row.by]),
      keyCell(row),
      amount(row.native, unit),
      amount(row.ours, unit),
      formula(variance(start + index), format),
    ]),
    [
      quiet(breakdownNames[rows[0]?.by ?? 'day']),
      quiet('(in the total, in no row)'),
      rest('C', summaryTotals.native),
      rest('D', summaryTotals.ours),
      formula(variance(restRow), format),
    ],
    [bold('Total'), null, sum('C'), sum('D'), boldFormula(variance(totalRow), format)],
    [],
  ]
}

export const varianceSheet = ({ breakdowns, unit }: Reconciled): SheetOf => {
  const kinds = [...new Set(breakdowns.map(({ by }) => by))]
  const rows: Row[] = []
  for (const kind of kinds) {
    const own = breakdowns.filter(({ by }) => by === kind)
    rows.push(...blockOf(own, firstRow + rows.length, unit))
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
