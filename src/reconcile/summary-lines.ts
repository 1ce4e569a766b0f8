// What the terminal shows of a reconciliation: totals, causes, settings, the file's own totals, and where to read on.
import { renderTable } from '../core/print.ts'
import { cleanText } from '../finance/cells.ts'
import { causeWords } from './cause-words.ts'
import { openCauses } from './causes.ts'
import { notesOf } from './notes.ts'
import { settingNames, sourceWords, unmappedNames, verdictSentence, waivedUntil } from './outcome-words.ts'
import type { Reconciled, Written } from './outcome.ts'
import type { Trail } from './trail-types.ts'
import { emptyTrail } from './trail-types.ts'
import { unwaived } from './trail.ts'

/** Amounts of one column, their last digits below each other. */
const aligned = (amounts: readonly string[]): readonly string[] => {
  const width = Math.max(0, ...amounts.map((amount) => amount.length))
  return amounts.map((amount) => amount.padStart(width))
}

const totalLines = (found: Reconciled): readonly string[] => {
  const [native, ours, variance] = aligned([found.native_total, found.our_total, found.variance])
  const currency = found.currency === null ? '' : ` ${found.currency}`
  const within = found.tolerance.is_within ? 'within' : 'beyond'
  return [
    `file      ${native}${currency}  ${found.rows.native} rows`,
    `marts     ${ours}${currency}  ${found.rows.ours} rows, ${found.rows.matched} matched`,
    `variance  ${variance}${currency}  ${within} the tolerance of ${found.tolerance.total}, ${found.explained_percent.toFixed(2)} % explained`,
  ]
}

const causeLines = (found: Reconciled, trail: Trail): readonly string[] => {
  if (found.differences.length === 0) return []
  const waived = waivedUntil(found, trail)
  const amounts = aligned(found.differences.map(({ amount }) => amount))
  const rows = found.differences.map(({ cause, count }, index) => {
    const until = waived.get(cause)
    const open = openCauses.includes(cause) ? 'look at this' : ''
    return {
      cause,
      rows: count,
      amount: amounts[index],
      note: until === undefined ? open : `waived until ${until}`,
    }
  })
  const columns = ['cause', 'rows', 'amount', ...(rows.some(({ note }) => note !== '') ? ['note'] : [])]
  return ['', ...renderTable(rows, columns).split('\n')]
}

/**
 * What a person looks at first, in words: of a finding alone what it rests on, of several what they have in common. The file's own
 * totals have lines of their own.
 */
const openLines = ({ differences, details }: Reconciled, trail: Trail): readonly string[] => {
  const open = unwaived(differences, trail).filter(
    ({ cause }) => openCauses.includes(cause) && cause !== 'parse_control_total',
  )
  const lines = open.map(({ cause }) => {
    const [first, ...more] = details.filter((detail) => detail.cause === cause)
    const { means, remedy } = causeWords[cause]
    const text = first === undefined || more.length > 0 ? `${means} ${remedy}` : first.evidence
    return `${cause}: ${cleanText(text)}`
  })
  return lines.length === 0 ? [] : ['', ...lines]
}

const settingLines = ({ settings }: Reconciled): readonly string[] => [
  '',
  ...settings.map(
    ({ name, value, source }) =>
      `${settingNames[name].padEnd(15)} ${cleanText(value)} (${sourceWords[source]})`,
  ),
]

const controlLines = ({ control_totals: totals }: Reconciled): readonly string[] => {
  const told = totals.filter(({ state }) => state !== 'absent')
  const wrong = told.filter(({ state }) => state === 'differs')
  if (told.length === 0)
    return ['', 'The file prints no totals of its own: nothing proves that it is complete.']
  return [
    '',
    `The file's own totals: ${told.length - wrong.length} of ${told.length} agree with its rows.`,
    ...wrong.map(
      ({ column, file, rows, evidence }) =>
        `  ${cleanText(column)}: the file says ${file ?? ''}, its rows make ${rows}. ${cleanText(evidence)}`,
    ),
  ]
}

const unmappedLines = ({ unmapped }: Reconciled): readonly string[] => {
  const kinds = [...new Set(unmapped.map(({ kind }) => kind))]
  const told = kinds.map((kind) => {
    const names = unmapped.filter((one) => one.kind === kind)
    const name = unmappedNames[kind].toLowerCase()
    return `${names.length} ${names.length === 1 ? name : `${name.replace(/y$/, 'ie')}s`}`
  })
  return told.length === 0 ? [] : [`Names the marts do not know: ${told.join(', ')}.`]
}

/** The result in lines for a terminal; texts of the file are without control characters. */
export const summaryLines = (
  found: Reconciled,
  written: Written,
  trail: Trail = emptyTrail,
): readonly string[] => [
  verdictSentence(found, trail),
  '',
  ...totalLines(found),
  ...causeLines(found, trail),
  ...openLines(found, trail),
  ...settingLines(found),
  ...controlLines(found),
  ...unmappedLines(found),
  ...notesOf(found).map(cleanText),
  ...(trail.changedSince === null ? [] : [`Changed since it was signed: ${trail.changedSince}`]),
  '',
  `page      ${written.html}`,
  `workbook  ${written.workbook}`,
  `lines     ${written.jsonl}`,
]
