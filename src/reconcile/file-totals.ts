// Holds a file's rows against the totals that the file itself prints, before anything else is compared.
import type { DecimalMark } from '../finance/money.ts'
import type { Amount } from './amounts.ts'
import { amountText, underMark } from './amounts.ts'
import type { ControlTotal } from './outcome.ts'
import type { Unit } from './report-profile.ts'
import type { LevelName, Levels, Sums } from './running-sums.ts'

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
type Columns = readonly (TotalledColumn | undefined)[]

export interface OwnTotal {
  readonly controlTotals: readonly ControlTotal[]
  /** The file's own total of the measure in hundredths, and its own count of records; null where it prints none. */
  readonly hundredths: number | null
  readonly records: number | null
}

const sumAt = (sums: Sums, mark: DecimalMark, index: number): number =>
  (mark === '.' ? sums.point : sums.comma)[index] ?? 0

/** A subtotal agrees with one of these; where it agrees with none, it is held against the rows right above it. */
const blocks: readonly LevelName[] = ['since', 'table', 'caption', 'inner', 'middle', 'outer', 'all']

interface Printed {
  readonly row: TotalsRow
  readonly index: number
  readonly column: TotalledColumn
  readonly hundredths: number
}

const printedIn = (row: TotalsRow, columns: Columns): readonly Printed[] =>
  columns.flatMap((column, index) => {
    const amount = row.amounts[index]
    if (column === undefined || amount === undefined) return []
    const hundredths = underMark(amount, column.mark)
    return typeof hundredths === 'number' ? [{ row, index, column, hundredths }] : []
  })

const blockSum = ({ row, index, column, hundredths }: Printed): number => {
  const sums = blocks.map((name) => sumAt(row.levels[name], column.mark, index))
  return sums.find((sum) => sum === hundredths) ?? sums[0] ?? 0
}

/** The last totals row, unless it closes but the last of several blocks. */
const grandTotal = (rows: readonly TotalsRow[], columns: Columns): TotalsRow | undefined => {
  const last = rows.at(-1)
  if (last === undefined) return undefined
  const isWhole = printedIn(last, columns).some(
    ({ index, column, hundredths }) => sumAt(last.levels.all, column.mark, index) === hundredths,
  )
  const isOnly = rows.length === 1
  return /\bgrand\b/i.test(last.label) || isOnly || isWhole || last.levels.since.rows === 0 ? last : undefined
}

const said = (column: TotalledColumn, file: number, rows: number, evidence: string): ControlTotal => ({
  column: column.header,
  state: file === rows ? 'agrees' : 'differs',
  file: amountText(file, column.unit),
  rows: amountText(rows, column.unit),
  evidence,
})

const grandTotals = (grand: TotalsRow, columns: Columns, all: Sums): readonly ControlTotal[] =>
  printedIn(grand, columns).map(({ index, column, hundredths }) =>
    said(column, hundredths, sumAt(all, column.mark, index), `Row ${grand.rowNumber}, "${grand.label}".`),
  )

/** Differing subtotals are told one by one, agreeing ones together. */
const subtotals = (rows: readonly TotalsRow[], columns: Columns): readonly ControlTotal[] => {
  const printed = rows.flatMap((row) => printedIn(row, columns))
  return columns.flatMap((column, index) => {
    if (column === undefined) return []
    const own = printed.filter((each) => each.index === index)
    const wrong = own.filter((each) => blockSum(each) !== each.hundredths)
    const told = wrong
      .slice(0, 20)
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
const sumOfBlocks = (
  rows: readonly TotalsRow[],
  columns: Columns,
  all: Sums,
): { printed: Printed; sum: number; blocks: number } | undefined => {
  const innermost = rows.filter(({ levels }) => levels.since.rows > 0)
  const printed = innermost.flatMap((row) => printedIn(row, columns).filter(({ column }) => column.isMeasure))
  const [first] = printed
  const covered = innermost.reduce((sum, { levels }) => sum + levels.since.rows, 0)
  if (first === undefined || covered !== all.rows || printed.length !== innermost.length) return undefined
  const sum = printed.reduce((total, { hundredths }) => total + hundredths, 0)
  return { printed: first, sum, blocks: printed.length }
}

const countTotal = (rows: readonly TotalsRow[], all: Sums): readonly ControlTotal[] => {
  const counting = rows.findLast(({ records }) => records !== undefined)
  if (counting?.records === undefined) return []
  const evidence = `Row ${counting.rowNumber} counts ${counting.records} records.`
  return [
    said(
      { header: 'rows', unit: 'count', mark: '.', isMeasure: false },
      counting.records * 100,
      all.rows * 100,
      evidence,
    ),
  ]
}

/** What the file says of itself beside what its rows are. */
export const checkTotals = (rows: readonly TotalsRow[], columns: Columns, all: Sums): OwnTotal => {
  const grand = grandTotal(rows, columns)
  const measureAt = columns.findIndex((column) => column?.isMeasure)
  const measure = columns[measureAt]
  const counts = countTotal(rows, all)
  const totals = grand === undefined ? [] : grandTotals(grand, columns, all)
  const blocksSum = totals.some(({ column }) => column === measure?.header)
    ? undefined
    : sumOfBlocks(rows, columns, all)
  const own = grand && printedIn(grand, columns).find(({ column }) => column.isMeasure)?.hundredths
  const whole =
    measure === undefined
      ? []
      : blocksSum !== undefined
        ? [
            said(
              measure,
              blocksSum.sum,
              sumAt(all, measure.mark, measureAt),
              `The sum of the file's ${blocksSum.blocks} subtotals.`,
            ),
          ]
        : own === undefined
          ? [
              {
                column: measure.header,
                state: 'absent' as const,
                file: null,
                rows: amountText(sumAt(all, measure.mark, measureAt), measure.unit),
                evidence: 'The file prints no total of it, so its completeness is not proved.',
              },
            ]
          : []
  return {
    controlTotals: [
      ...whole,
      ...totals,
      ...counts,
      ...subtotals(
        rows.filter((row) => row !== grand),
        columns,
      ),
    ],
    hundredths: own ?? blocksSum?.sum ?? null,
    records: rows.findLast(({ records }) => records !== undefined)?.records ?? null,
  }
}
