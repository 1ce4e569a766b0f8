// The files of a reconciliation under HOME/reports: a page for people, JSON lines of every difference, the verdict for the charts.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import type { Detail } from './differences.ts'
import type { Findings } from './findings.ts'
import { centsText } from '../finance/money.ts'
import { pageOf } from './page.ts'

const lineOf = ({ cause, amountCents, evidence, native, ours }: Detail): string =>
  JSON.stringify({ cause, amount: centsText(amountCents), evidence, native, ours })

/** Writes beside and renames, so that a reader never sees half a file; only the owner reads it: rows name clients by id. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFlushed(`${path}.tmp`, Buffer.from(text))
  await renameDurably(`${path}.tmp`, path)
}

/**
 * Writes the page, the JSON lines and the verdict. The same report, site and period replaces its earlier files.
 * @returns the paths of the page and of the JSON lines.
 */
export const writeFindings = async (
  home: string,
  findings: Findings,
  details: readonly Detail[],
): Promise<{ html: string; jsonl: string }> => {
  const folder = join(home, 'reports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = `reconcile-${findings.report}-${findings.site_id}-${findings.from}-${findings.to}`
  const paths = { html: join(folder, `${name}.html`), jsonl: join(folder, `${name}.jsonl`) }
  await writeWhole(paths.html, pageOf(findings, details))
  await writeWhole(paths.jsonl, details.map((detail) => `${lineOf(detail)}\n`).join(''))
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify({ ...findings, ...paths })}\n`)
  return paths
}

/** What the terminal shows: one row a cause. */
export const summaryRows = (findings: Findings): readonly Readonly<Record<string, unknown>>[] =>
  findings.differences.map(({ cause, count, amount }) => ({ cause, rows: count, amount }))
