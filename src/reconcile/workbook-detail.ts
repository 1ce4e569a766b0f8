// The sheet Detail: every differing row with its cause, amount and evidence, as the file writes it and as the marts have it.
import type { Row } from 'write-excel-file/node'
import type { Cause } from './causes.ts'
import type { Detail } from './outcome.ts'
import type { Unit } from '../reports/report-profile.ts'
import {
  bold,
  columnName,
  count,
  detailAmount,
  heads,
  numeric,
  quiet,
  text,
  words,
} from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'
import { columnsOf } from './workbook-columns.ts'
import type { EvidenceColumn } from './workbook-columns.ts'

/** A sheet has 1,048,576 rows; the writer holds a sheet as one text, which ends long before that. */
export const sheetDetails = 100_000

/** What the sheet could not hold, by cause: rows, their amount, and their amount without sign, as numbers of the unit. */
export interface Rest {
  readonly rows: number
  readonly amount: number
  readonly size: number
}

export interface DetailSheet {
  readonly sheet: SheetOf
  /** Ranges for formulas. */
  readonly causes: string
  readonly amounts: string
  readonly rest: ReadonlyMap<Cause, Rest>
}

const restOf = (details: readonly Detail[], unit: Unit): ReadonlyMap<Cause, Rest> => {
  const sums = new Map<Cause, Rest>()
  for (const { cause, amount } of details) {
    const before = sums.get(cause) ?? { rows: 0, amount: 0, size: 0 }
    sums.set(cause, {
      rows: before.rows + 1,
      amount: before.amount + amount,
      size: before.size + Math.abs(amount),
    })
  }
  return new Map(
    [...sums].map(([cause, { rows, amount, size }]) => [
      cause,
      { rows, amount: detailAmount(amount, unit), size: detailAmount(size, unit) },
    ]),
  )
}

const ownHeads = ['Cause', 'Amount', 'Evidence', 'Pass', 'Row of the file'] as const

/** Heads of numbers stand over their numbers. */
const headsOf = (columns: readonly EvidenceColumn[]): Row => [
  ...heads([...ownHeads], ['Amount', 'Row of the file']),
  ...columns.flatMap(({ name, isNumber }) => heads([name], isNumber ? [name] : [])),
]

/** First row of the details: under what the sheet is, and the heads. */
const firstRow = 3

/**
 * @param details of the whole comparison
 * @param limit details a sheet takes; the rest is told as sums
 */
export const detailSheet = (
  details: readonly Detail[],
  unit: Unit,
  limit: number = sheetDetails,
): DetailSheet => {
  const kept = details.slice(0, limit)
  const [natives, ours] = [kept.map(({ native }) => native), kept.map((detail) => detail.ours)]
  const nativeColumns = columnsOf(natives).filter(({ name }) => name !== 'row')
  const ourColumns = columnsOf(ours)
  const columns = [
    ...nativeColumns,
    ...ourColumns.map((column) => ({ ...column, name: column.name.replaceAll('_', ' ') })),
  ]
  const last = Math.max(firstRow, firstRow + kept.length - 1)
  const about =
    details.length > kept.length
      ? `The first ${kept.length} of ${details.length} differences; the rest is in the JSON lines, and counted in the Summary.`
      : "Amounts are the file's less ours."
  const rows: readonly Row[] = [
    [
      quiet(about),
      ...Array.from<null>({ length: ownHeads.length - 1 }).fill(null),
      ...nativeColumns.map((_, index) => (index === 0 ? bold('In the file, as it writes it') : null)),
      ...ourColumns.map((_, index) => (index === 0 ? bold('In the marts') : null)),
    ],
    headsOf(columns),
    ...kept.map((detail): Row => {
      const { cause, amount, evidence, pass, native } = detail
      const row = native?.['row']
      return [
        text(cause),
        numeric(detailAmount(amount, unit), unit),
        words(evidence),
        text(pass),
        typeof row === 'number' ? count(row) : null,
        ...nativeColumns.map(({ cell }) => cell(native)),
        ...ourColumns.map(({ cell }) => cell(detail.ours)),
      ]
    }),
  ]
  return {
    sheet: {
      sheet: 'Detail',
      rows,
      widths: [26, 14, 64, 20, 11, ...columns.map(({ width }) => width)],
      frozen: { rows: firstRow - 1, columns: 2 },
      filter: `A${firstRow - 1}:${columnName(ownHeads.length + columns.length - 1)}${last}`,
    },
    causes: `Detail!$A$${firstRow}:$A$${last}`,
    amounts: `Detail!$B$${firstRow}:$B$${last}`,
    rest: restOf(details.slice(limit), unit),
  }
}
