// The files of a reconciliation under HOME/reports: page, workbook, JSON lines of every difference, and the verdict for the charts.
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { flush, renameDurably, writeFlushed } from '../lakehouse/durable.ts'
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

/** A line a difference, written as they come: all of them as one text may be longer than a text can be. */
const writeLines = async (path: string, { details, unit }: Reconciled): Promise<void> => {
  const lines = function* (): Generator<string> {
    for (const detail of details) yield `${lineOf(unit, detail)}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(`${path}.tmp`, { mode: 0o600 }))
  await flush(`${path}.tmp`)
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
  const { details: _, breakdowns: __, unmapped: ___, ...findings } = reconciled
  const folder = join(home, 'reports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `reconcile-${findings.report}-${findings.site_id}-${findings.from}-${findings.to}`
  const path = (ending: string): string => join(folder, `${name}.${ending}`)
  const written: Written = { html: path('html'), jsonl: path('jsonl'), workbook: path('xlsx') }
  await writeWhole(written.html, pageOf(reconciled, trail))
  await writeWhole(written.workbook, await reconciliationWorkbook(reconciled, trail))
  await writeLines(written.jsonl, reconciled)
  await writeWhole(path('json'), `${JSON.stringify({ ...findings, ...written })}\n`)
  return written
}
