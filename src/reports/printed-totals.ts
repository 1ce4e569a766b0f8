// What the totals rows of a report print, and the sums of its rows that they are held against.
import type { DecimalMark } from '../finance/money.ts'
import type { Amount } from './amounts.ts'
import { amountText, underMark } from './amounts.ts'
import type { ControlTotal } from './control-total.ts'
import type { Unit } from './report-profile.ts'
import type { Levels, Sums } from './running-sums.ts'

/** A totals row as it was passed. */
export interface TotalsRow {
  readonly rowNumber: number
  readonly label: string
  /** In the order of the numeric columns; undefined where it prints nothing. */
  readonly amounts: readonly (Amount | undefined)[]
  /** How many records it says there are. */
  readonly records: number | undefined
  readonly levels: Levels
}

/** A numeric column once its decimal mark is known. */
export interface TotalledColumn {
  readonly header: string
  readonly unit: Unit
  readonly mark: DecimalMark
  readonly isMeasure: boolean
}

/** Undefined for a column whose cells cannot be read, and which the comparison does not need. */
export type Columns = readonly (TotalledColumn | undefined)[]

export const sumAt = (sums: Sums, mark: DecimalMark, index: number): number =>
  (mark === '.' ? sums.point : sums.comma)[index] ?? 0

/** An amount that a totals row prints. */
export interface Printed {
  readonly row: TotalsRow
  readonly index: number
  readonly column: TotalledColumn
  readonly hundredths: number
}

export const printedIn = (row: TotalsRow, columns: Columns): readonly Printed[] =>
  columns.flatMap((column, index) => {
    const amount = row.amounts[index]
    if (column === undefined || amount === undefined) return []
    const hundredths = underMark(amount, column.mark)
    return typeof hundredths === 'number' ? [{ row, index, column, hundredths }] : []
  })

/** What a file prints beside what its rows add up to, both in hundredths. */
export const said = (column: TotalledColumn, file: number, rows: number, evidence: string): ControlTotal => ({
  column: column.header,
  state: file === rows ? 'agrees' : 'differs',
  file: amountText(file, column.unit),
  rows: amountText(rows, column.unit),
  evidence,
})
