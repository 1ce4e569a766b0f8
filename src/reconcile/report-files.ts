// The files of a reconciliation under HOME/reports: page, workbook, JSON lines of every difference, and the verdict for the charts.
import { join } from 'node:path'
import type { Detail, Reconciled, Written } from './outcome.ts'
import { pageOf } from './page.ts'
import type { Unit } from '../reports/report-profile.ts'
import { amountText } from './rule.ts'
import type { Trail } from './trail-types.ts'
import { emptyTrail } from './trail-types.ts'
import { reconciliationWorkbook } from './workbook.ts'
import { writeWhole } from './write-whole.ts'

/** Amounts as exact text, as everywhere in the outcome. */
const lineOf = (unit: Unit, { cause, amount, ...detail }: Detail): string =>
  JSON.stringify({ cause, amount: amountText(unit, amount), ...detail })

const linesOf = function* ({ details, unit }: Reconciled): Generator<string> {
  for (const detail of details) yield `${lineOf(unit, detail)}\n`
}

/**
 * Writes page, workbook, JSON lines and verdict under HOME/reports, named by report, site and period; a later comparison of the same
 * replaces them. The verdict comes last: where it is, the others are.
 * @param trail what people have said of this report, site and period
 */
export const writeReconciliation = async (
  home: string,
  reconciled: Reconciled,
  trail: Trail = emptyTrail,
): Promise<Written> => {
  const { details: _, breakdowns: __, unmapped: ___, ...findings } = reconciled
  const name = `reconcile-${findings.report}-${findings.site_id}-${findings.from}-${findings.to}`
  const path = (ending: string): string => join(home, 'reports', `${name}.${ending}`)
  const written: Written = { html: path('html'), jsonl: path('jsonl'), workbook: path('xlsx') }
  await writeWhole(written.html, pageOf(reconciled, trail))
  await writeWhole(written.workbook, await reconciliationWorkbook(reconciled, trail))
  await writeWhole(written.jsonl, linesOf(reconciled))
  await writeWhole(path('json'), `${JSON.stringify({ ...findings, ...written })}\n`)
  return written
}
