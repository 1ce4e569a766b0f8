// Subtotals of a report: each is held against the block of rows that it closes.
import type { ControlTotal } from './control-total.ts'
import type { Columns, Printed, TotalsRow } from './printed-totals.ts'
import { printedIn, said, sumAt } from './printed-totals.ts'
import type { LevelName } from './running-sums.ts'

/** A subtotal agrees with one of these; where it agrees with none, it is held against the rows right above it. */
const blocks: readonly LevelName[] = ['since', 'table', 'caption', 'inner', 'middle', 'outer', 'all']

const blockSum = ({ row, index, column, hundredths }: Printed): number => {
  const sums = blocks.map((name) => sumAt(row.levels[name], column.mark, index))
  return sums.find((sum) => sum === hundredths) ?? sums[0] ?? 0
}

/** Of those that are off, so many are told by their rows. */
const toldSubtotals = 20

/** Differing subtotals are told one by one, agreeing ones together. */
export const checkSubtotals = (rows: readonly TotalsRow[], columns: Columns): readonly ControlTotal[] => {
  const printed = rows.flatMap((row) => printedIn(row, columns))
  return columns.flatMap((column, index) => {
    if (column === undefined) return []
    const own = printed.filter((each) => each.index === index)
    const wrong = own.filter((each) => blockSum(each) !== each.hundredths)
    const told = wrong
      .slice(0, toldSubtotals)
      .map((each) =>
        said(
          { ...column, header: `${column.header}, row ${each.row.rowNumber}` },
          each.hundredths,
          blockSum(each),
          `Subtotal "${each.row.label}" is not what the rows above it add up to.`,
        ),
      )
    const right = own.filter((each) => !wrong.includes(each))
    if (right.length === 0) return told
    const sum = right.reduce((total, { hundredths }) => total + hundredths, 0)
    const header = `${column.header}, subtotals`
    return [
      ...told,
      said({ ...column, header }, sum, sum, `${right.length} subtotals are what their rows add up to.`),
    ]
  })
}

/** Subtotals stand for the whole where each record is in just one of the innermost: none is left behind the last. */
export const sumOfBlocks = (
  rows: readonly TotalsRow[],
  columns: Columns,
  records: number,
): { sum: number; blocks: number } | undefined => {
  const innermost = rows.filter(({ levels }) => levels.since.rows > 0)
  const printed = innermost.flatMap((row) => printedIn(row, columns).filter(({ column }) => column.isMeasure))
  const covered = innermost.reduce((sum, { levels }) => sum + levels.since.rows, 0)
  if (printed.length === 0 || covered !== records || printed.length !== innermost.length) return undefined
  const sum = printed.reduce((total, { hundredths }) => total + hundredths, 0)
  return { sum, blocks: printed.length }
}
