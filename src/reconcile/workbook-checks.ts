// The sheets Unmapped and Control totals: names of the file that the marts do not know, and the totals the file itself prints.
import type { Row } from 'write-excel-file/node'
import { unmappedAdvice, unmappedNames } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import type { ControlTotal } from '../reports/control-total.ts'
import { amount, count, formatOf, formula, heads, quiet, text, words } from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'

const firstRow = 3

export const unmappedSheet = ({ unmapped, unit }: Reconciled): SheetOf => ({
  sheet: 'Unmapped',
  rows: [
    [
      quiet(
        unmapped.length === 0
          ? 'The marts know every name of the file.'
          : 'Names that stand in the file and nowhere in the marts of this site.',
      ),
    ],
    heads(['Kind', 'Name in the file', 'Rows', 'Amount', 'What to do'], ['Rows', 'Amount']),
    ...unmapped.map(({ kind, name, rows, amount: sum }): Row => [
      text(unmappedNames[kind]),
      text(name),
      count(rows),
      amount(sum, unit),
      words(unmappedAdvice[kind]),
    ]),
  ],
  widths: [14, 44, 10, 16, 70],
  frozen: { rows: firstRow - 1 },
})

const states: Readonly<Record<ControlTotal['state'], string>> = {
  agrees: 'agrees',
  differs: 'DIFFERS',
  absent: 'the file prints none',
}

/** Only whole numbers are counts; what is neither is shown as it is. */
const unitOf = (decimal: string): Reconciled['unit'] => (decimal.includes('.') ? 'money' : 'count')

const controlRow = (control: ControlTotal, row: number): Row => {
  const unit = unitOf(control.file ?? control.rows)
  return [
    text(control.column),
    text(states[control.state]),
    amount(control.file, unit),
    amount(control.rows, unit),
    control.file === null ? null : formula(`ROUND(C${row}-D${row},2)`, formatOf(unit)),
    words(control.evidence),
  ]
}

export const controlSheet = ({ control_totals: totals }: Reconciled): SheetOf => ({
  sheet: 'Control totals',
  rows: [
    [
      quiet(
        totals.some(({ state }) => state !== 'absent')
          ? 'What the file says of itself, against what its rows add up to.'
          : 'The file prints no totals of its own: nothing proves that it is complete.',
      ),
    ],
    heads(
      ['Column', 'State', 'The file says', 'Its rows make', 'Difference', 'Where'],
      ['The file says', 'Its rows make', 'Difference'],
    ),
    ...totals.map((control, index) => controlRow(control, firstRow + index)),
  ],
  widths: [34, 20, 18, 18, 14, 70],
  frozen: { rows: firstRow - 1 },
  alarms: [{ column: 4, from: firstRow, to: firstRow + Math.max(0, totals.length - 1) }],
})
