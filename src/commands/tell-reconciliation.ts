// How a comparison is told: on the terminal, in the object of `--json`, and by the exit code.
import { Problem } from '../core/errors.ts'
import type { OnRecord } from '../reconcile/put-on-record.ts'
import { summaryLines } from '../reconcile/summary-lines.ts'
import { unwaived } from '../reconcile/trail.ts'
import type { Context } from './session.ts'

/** Prints a result, with what people have said of the same report, site and period. */
export const tellReconciliation = ({ printer }: Context, { found, trail }: OnRecord): void => {
  printer.heading(`${found.title}, site ${found.site_id}, ${found.from} to ${found.to}: ${found.verdict}`)
  for (const line of summaryLines(found, found, trail)) printer.line(line)
}

/** What `--json` tells: all but the rows, which are in the files. */
export const summaryOf = ({ id, found, trail }: OnRecord): Readonly<Record<string, unknown>> => {
  const { details: _, breakdowns: __, unmapped: ___, ...summary } = found
  const left = unwaived(found.differences, trail)
  const waived = found.differences.filter((difference) => !left.includes(difference))
  return {
    ...summary,
    reconciliation_id: id,
    waived: waived.map(({ cause }) => cause),
    changed_since_sign_off: trail.changedSince,
  }
}

/** The problem of a comparison that found what nobody has accepted. */
export const problemOfReconciliation = ({ found, trail }: OnRecord): Problem | undefined => {
  const left = unwaived(found.differences, trail)
  if (left.length === 0) return undefined
  const causes = left.map(({ cause, count }) => `${cause} (${count})`).join(', ')
  return new Problem('DIFFERENCES', {
    what: `The ${found.report} report of site ${found.site_id} differs from the marts by ${found.variance}: ${causes}.`,
    remedy: `Open ${found.html} and look at each difference.`,
  })
}
