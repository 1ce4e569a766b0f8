// The files of a reconciliation under HOME/reports: page, workbook, JSON lines of every difference, and the verdict for the charts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import type { Detail, Reconciled, Written } from './outcome.ts'
import { pageOf } from './page.ts'
import type { Unit } from './report-profile.ts'
import { amountText } from './rule.ts'
import type { Trail } from './trail-types.ts'
import { emptyTrail } from './trail-types.ts'
import { reconciliationWorkbook } from './workbook.ts'

/** Amounts as exact text, as everywhere in the outcome. */
const lineOf = (unit: Unit, { cause, amount, ...detail }: Detail): string =>
  JSON.stringify({ cause, amount: amountText(unit, amount), ...detail })

/** Writes beside and renames, so that a reader never sees half a file; only the owner reads it: rows name clients by id. */
const writeWhole = async (path: string, body: string | Uint8Array): Promise<void> => {
  await writeFlushed(`${path}.tmp`, typeof body === 'string' ? Buffer.from(body) : body)
  await renameDurably(`${path}.tmp`, path)
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
  const { details, breakdowns: _, unmapped: __, ...findings } = reconciled
  const folder = join(home, 'reports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `reconcile-${findings.report}-${findings.site_id}-${findings.from}-${findings.to}`
  const path = (ending: string): string => join(folder, `${name}.${ending}`)
  const written: Written = { html: path('html'), jsonl: path('jsonl'), workbook: path('xlsx') }
  await writeWhole(written.html, pageOf(reconciled, trail))
  await writeWhole(written.workbook, await reconciliationWorkbook(reconciled, trail))
  await writeWhole(written.jsonl, details.map((detail) => `${lineOf(findings.unit, detail)}\n`).join(''))
  await writeWhole(path('json'), `${JSON.stringify({ ...findings, ...written })}\n`)
  return written
}
