// Holds a file's rows against the totals that the file itself prints, before anything else is compared.
import { amountText } from './amounts.ts'
import { checkSubtotals, sumOfBlocks } from './file-subtotals.ts'
import type { ControlTotal } from './control-total.ts'
import type { Columns, TotalledColumn, TotalsRow } from './printed-totals.ts'
import { printedIn, said, sumAt } from './printed-totals.ts'
import type { Sums } from './running-sums.ts'

export interface OwnTotal {
  readonly controlTotals: readonly ControlTotal[]
  /** The file's own total of the measure in hundredths, and its own count of records; null where it prints none. */
  readonly hundredths: number | null
  readonly records: number | null
}

/** The last totals row, unless it closes but the last of several blocks. */
const grandTotal = (rows: readonly TotalsRow[], columns: Columns): TotalsRow | undefined => {
  const last = rows.at(-1)
  if (last === undefined) return undefined
  const printed = printedIn(last, columns)
  const measure = printed.filter(({ column }) => column.isMeasure)
  // Where nothing was discounted, every block's total of discounts is the whole one: the measure speaks.
  const telling = measure.length > 0 ? measure : printed
  const isWhole = telling.every(
    ({ index, column, hundredths }) => sumAt(last.levels.all, column.mark, index) === hundredths,
  )
  const isOnly = rows.length === 1
  return /\bgrand\b/i.test(last.label) || isOnly || isWhole || last.levels.since.rows === 0 ? last : undefined
}

const grandTotals = (grand: TotalsRow, columns: Columns, all: Sums): readonly ControlTotal[] =>
  printedIn(grand, columns).map(({ index, column, hundredths }) =>
    said(column, hundredths, sumAt(all, column.mark, index), `Row ${grand.rowNumber}, "${grand.label}".`),
  )

const rowsColumn: TotalledColumn = { header: 'rows', unit: 'count', mark: '.', isMeasure: true }

/** The file's own count of its records. */
const countTotal = (rows: readonly TotalsRow[], all: Sums): readonly ControlTotal[] => {
  const counting = rows.findLast(({ records }) => records !== undefined)
  if (counting?.records === undefined) return []
  const evidence = `Row ${counting.rowNumber} counts ${counting.records} records.`
  return [said(rowsColumn, counting.records * 100, all.rows * 100, evidence)]
}

const absent = ({ header, unit }: TotalledColumn, hundredths: number): ControlTotal => ({
  column: header,
  state: 'absent',
  file: null,
  rows: amountText(hundredths, unit),
  evidence: 'The file prints no total of it, so its completeness is not proved.',
})

/**
 * What the file says of itself beside what its rows are.
 * @param columns one of them is the measure; none where the report counts its rows
 * @param all the sums over all records
 */
export const checkTotals = (rows: readonly TotalsRow[], columns: Columns, all: Sums): OwnTotal => {
  const measureAt = columns.findIndex((column) => column?.isMeasure)
  const measure = columns[measureAt]
  const sum = measure === undefined ? all.rows * 100 : sumAt(all, measure.mark, measureAt)
  const grand = grandTotal(rows, columns)
  const own = grand && printedIn(grand, columns).find(({ column }) => column.isMeasure)?.hundredths
  const blocks = own === undefined ? sumOfBlocks(rows, columns, all.rows) : undefined
  const counts = countTotal(rows, all)
  const isTold = own !== undefined || (measure === undefined && counts.length > 0)
  const whole = (column: TotalledColumn): ControlTotal =>
    blocks === undefined
      ? absent(column, sum)
      : said(column, blocks.sum, sum, `The sum of the file's ${blocks.blocks} subtotals.`)
  const others = rows.filter((row) => row !== grand)
  return {
    controlTotals: [
      ...(isTold ? [] : [whole(measure ?? rowsColumn)]),
      ...(grand === undefined ? [] : grandTotals(grand, columns, all)),
      ...counts,
      ...checkSubtotals(others, columns),
    ],
    hundredths: own ?? blocks?.sum ?? null,
    records: rows.findLast(({ records }) => records !== undefined)?.records ?? null,
  }
}
