// The sheet Summary: both totals, the causes counted and summed by formulas over Detail, and the check that they make the variance.
import type { Row } from 'write-excel-file/node'
import { causeWords } from './cause-words.ts'
import { causes, openCauses } from './causes.ts'
import { verdictSentence, waivedUntil } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import type { Trail } from './trail-types.ts'
import { amount, bold, boldFormula, count, formatOf, formula, heads, quiet } from './workbook-cells.ts'
import { rounded, text, title, words } from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'
import type { DetailSheet } from './workbook-detail.ts'
import { factRows } from './workbook-facts.ts'

/** Rows that formulas of this and of other sheets name. */
const [nativeRow, oursRow, varianceRow, sumRow, checkRow, toleranceRow] = [4, 5, 6, 7, 8, 10]
const headRow = 13
const firstCause = headRow + 1
const lastCause = headRow + causes.length
const totalRow = lastCause + 1

export const summaryTotals = { native: `Summary!$B$${nativeRow}`, ours: `Summary!$B$${oursRow}` } as const

/** Formats that show nothing for 0: most causes do not occur. */
const seldom = (format: string): string => `${format};-${format};"–"`

const over = (column: string): string => `${column}${firstCause}:${column}${lastCause}`

/** Whole units in and a whole number of hundredths of a percent out, so that no float decides how 57 % is cut off. */
const explainedFormula = (scale: number): string => {
  const named = (column: string): string => `SUMIFS(${over(column)},${over('E')},"no")`
  const whole = (inner: string): string => `ROUND(${inner}*${scale},0)`
  const size = `INT(${whole(named('D'))}*10000/${whole(`SUM(${over('D')})`)})`
  const rows = `INT(${named('B')}*10000/SUM(${over('B')}))`
  return `IF(SUM(${over('B')})=0,1,IF(SUM(${over('D')})=0,${rows},${size})/10000)`
}

const figureRows = ({
  native_total: native,
  our_total: ours,
  tolerance,
  unit,
}: Reconciled): readonly Row[] => {
  const format = formatOf(unit)
  const scale = unit === 'money' ? 100 : 1
  return [
    [bold('Total of the file'), amount(native, unit), quiet("the file's own total where it prints one")],
    [bold('Total of the marts'), amount(ours, unit)],
    [
      bold('Variance'),
      boldFormula(rounded(`B${nativeRow}-B${oursRow}`, unit), format),
      quiet('file less marts'),
    ],
    [bold('Sum of the causes'), formula(`C${totalRow}`, format), quiet('from the sheet Detail')],
    [
      bold('Check'),
      formula(rounded(`B${sumRow}-B${varianceRow}`, unit), format),
      quiet('sum of the causes less variance: must be 0'),
    ],
    [
      bold('Explained'),
      formula(explainedFormula(scale), '0.00%'),
      quiet('share of the differing amounts with a named cause'),
    ],
    [bold('Tolerance of the total'), amount(tolerance.total, unit), quiet(`of one line: ${tolerance.line}`)],
    [bold('Within tolerance'), formula(`IF(ABS(B${varianceRow})<=B${toleranceRow},"yes","no")`, 'General')],
  ]
}

const causeRows = (found: Reconciled, detail: DetailSheet, trail: Trail): readonly Row[] => {
  const { unit } = found
  const format = seldom(formatOf(unit))
  const waived = waivedUntil(found, trail)
  const hasRest = detail.rest.size > 0
  return causes.map((cause, index): Row => {
    const row = firstCause + index
    const rest = detail.rest.get(cause) ?? { rows: 0, amount: 0, size: 0 }
    const plus = (column: string): string => (hasRest ? `+${column}${row}` : '')
    const size = `SUMPRODUCT((${detail.causes}=A${row})*ABS(${detail.amounts}))`
    return [
      text(cause),
      formula(`COUNTIFS(${detail.causes},A${row})${plus('I')}`, seldom('#,##0')),
      formula(rounded(`SUMIFS(${detail.amounts},${detail.causes},A${row})${plus('J')}`, unit), format),
      formula(rounded(`${size}${plus('K')}`, unit), format),
      text(openCauses.includes(cause) ? 'yes' : 'no'),
      text(waived.get(cause) ?? ''),
      words(causeWords[cause].means),
      words(causeWords[cause].remedy),
      ...(hasRest
        ? [count(rest.rows), amount(String(rest.amount), unit), amount(String(rest.size), unit)]
        : []),
    ]
  })
}

/** The first sheet. */
export const summarySheet = (found: Reconciled, trail: Trail, detail: DetailSheet): SheetOf => {
  const { unit } = found
  const names = [
    'Cause',
    'Rows',
    'Amount',
    'Without sign',
    'Open',
    'Waived until',
    'What it means',
    'What to do',
  ]
  const restNames = ['Rows beyond Detail', 'Amount beyond Detail', 'Without sign beyond Detail']
  const hasRest = detail.rest.size > 0
  const sum = (column: string, format: string): ReturnType<typeof boldFormula> =>
    boldFormula(`SUM(${over(column)})`, format)
  return {
    sheet: 'Summary',
    rows: [
      [title(`Reconciliation: ${found.title}`)],
      [text(verdictSentence(found, trail))],
      [],
      ...figureRows(found),
      [],
      heads(hasRest ? [...names, ...restNames] : names, ['Rows', 'Amount', 'Without sign', ...restNames]),
      ...causeRows(found, detail, trail),
      [
        bold('Sum'),
        sum('B', '#,##0'),
        boldFormula(rounded(`SUM(${over('C')})`, unit), formatOf(unit)),
        boldFormula(rounded(`SUM(${over('D')})`, unit), formatOf(unit)),
      ],
      [
        quiet(
          'Open: the cause leaves the question open, a person must look. Without sign: how much differs, whichever way.',
        ),
      ],
      [],
      ...factRows(found),
    ],
    widths: [26, 26, 16, 14, 8, 14, 74, 74, ...(hasRest ? [16, 16, 16] : [])],
    frozen: { rows: 2 },
    alarms: [{ column: 1, from: checkRow, to: checkRow }],
  }
}
