// The files of a reconciliation under HOME/reports: a page for people, JSON lines of every difference, the verdict for the charts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import type { Detail, Reconciled, Written } from './outcome.ts'
import { pageOf } from './page.ts'
import type { Unit } from './report-profile.ts'
import { amountText } from './rule.ts'

const lineOf = (unit: Unit, { amount, ...detail }: Detail): string =>
  JSON.stringify({ ...detail, amount: amountText(unit, amount) })

/** Writes beside and renames, so that a reader never sees half a file; only the owner reads it: rows name clients by id. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFlushed(`${path}.tmp`, Buffer.from(text))
  await renameDurably(`${path}.tmp`, path)
}

/**
 * Writes the page, the JSON lines and the verdict under HOME/reports. The same report, site and period replaces its earlier files.
 * @returns the paths of the page and of the JSON lines.
 */
export const writeReconciliation = async (
  home: string,
  reconciled: Reconciled,
): Promise<Pick<Written, 'html' | 'jsonl'>> => {
  const { details, breakdowns: _, unmapped: __, ...findings } = reconciled
  const folder = join(home, 'reports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `reconcile-${findings.report}-${findings.site_id}-${findings.from}-${findings.to}`
  const paths = { html: join(folder, `${name}.html`), jsonl: join(folder, `${name}.jsonl`) }
  await writeWhole(paths.html, pageOf(reconciled))
  await writeWhole(paths.jsonl, details.map((detail) => `${lineOf(findings.unit, detail)}\n`).join(''))
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify({ ...findings, ...paths })}\n`)
  return paths
}

/** What the terminal shows: one row a cause. */
export const summaryRows = ({ differences }: Reconciled): readonly Readonly<Record<string, unknown>>[] =>
  differences.map(({ cause, count, amount }) => ({ cause, rows: count, amount }))
