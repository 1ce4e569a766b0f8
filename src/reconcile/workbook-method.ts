// The sheet Method: how the comparison works, its passes, and every cause with its rule, for whoever checks the checker.
import type { Row } from 'write-excel-file/node'
import { causeWords } from './cause-words.ts'
import { causes, openCauses } from './causes.ts'
import { notesOf } from './notes.ts'
import { passWords } from './outcome-words.ts'
import type { Reconciled } from './outcome.ts'
import { profiles } from './profiles.ts'
import { bold, count, heads, text, words } from './workbook-cells.ts'
import type { SheetOf } from './workbook-cells.ts'

/** Which mart it was, and by what its rows were told apart. */
const twinText = ({ report }: Reconciled): string => {
  const twin = profiles.find(({ name }) => name === report)?.twin
  if (twin === undefined) return ''
  const key = twin.key.flatMap((part) => (part === undefined ? [] : [part.ours]))
  return `Mart ${twin.mart}, rows told apart by ${key.join(', ')}, compared in ${twin.measure.ours}.`
}

const paragraphs = (found: Reconciled): readonly (readonly [string, string])[] => [
  [
    'What is compared',
    'Each row of the file with the rows of its twin: a mart that holds what the same report would show, made from what the API gave. Neither side is changed.',
  ],
  ['Twin', twinText(found)],
  [
    'Settings',
    'Two runs of a report with other settings are two reports. Each setting is told by the file, given, asked for or found; the Summary says which. Nothing is assumed in silence.',
  ],
  [
    'Accrual and cash',
    'As Mindbody uses the words. Accrual: everything sold, on the day of the sale, whatever paid for it, without gift cards and money put on accounts. Cash: what cash equivalents paid, those deposits included, and nothing when they are redeemed.',
  ],
  [
    'Passes',
    'Rows are paired in passes, from the strictest to the loosest; each row is paired at most once, and a pair keeps the name of its pass. What no pass pairs stands alone.',
  ],
  [
    'Causes',
    'A pair that is not equal and each row alone gets exactly one cause: the first of the rules below that holds, in this order.',
  ],
  [
    'Identity',
    "Total of the file less total of the marts is the sum of the amounts in Detail, on every run, to the last digit; a run in which it does not hold ends with an error and writes nothing. The file's own total counts as its total; what its rows do not reach of it is the cause parse_control_total.",
  ],
  [
    'Explained',
    'Share of the differing amounts, without their signs, that have a cause which is not open; of the rows, where no amounts differ. Cut off after two decimals, never rounded up.',
  ],
  [
    'Verdict',
    'equal: no row differs. explained: every difference has a cause that is not open. differences: an open cause stands, and a person must look.',
  ],
  [
    'Tolerance',
    found.unit === 'money'
      ? `A line may differ by ${found.tolerance.line} (cause rounding), the total by ${found.tolerance.total}: a cent a row, or 0.05 % of the file's total where that is more. Both are shown and never left out of the sums.`
      : 'Counts must be equal.',
  ],
  [
    'Amounts',
    'Computed in whole hundredths, or with four decimals where the marts have them, and never as floating numbers. The formulas of this workbook round what they add to the same digits.',
  ],
]

export const methodSheet = (found: Reconciled): SheetOf => ({
  sheet: 'Method',
  rows: [
    ...paragraphs(found).map(([name, told]): Row => [bold(name), null, words(told)]),
    ...notesOf(found).map((note): Row => [bold('Bear in mind'), null, words(note)]),
    [],
    heads(['Pass', 'Pairs', 'What agrees'], ['Pairs']),
    ...found.rows.passes.map(({ pass, pairs }): Row => [text(pass), count(pairs), words(passWords(pass))]),
    [],
    heads(['Cause', 'No.', 'Rule', 'What it means', 'What to do', 'Open'], ['No.']),
    ...causes.map((cause, index): Row => {
      const { rule, means, remedy } = causeWords[cause]
      return [
        text(cause),
        count(index + 1),
        words(rule),
        words(means),
        words(remedy),
        text(openCauses.includes(cause) ? 'yes' : ''),
      ]
    }),
  ],
  widths: [26, 9, 80, 50, 50, 8],
})
