// Frozen journals: one read-only Parquet file a closing, known by its hash, under HOME/closed.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { quoteText } from '../lakehouse/duck.ts'
import { flush, renameDurably, sha256OfFile } from '../lakehouse/durable.ts'
import { publishedLines } from './journal-marts.ts'
import type { Closing } from './period-close-ledger.ts'

export interface FrozenFile {
  /** Relative to the home. */
  readonly file_path: string
  readonly journal_hash: string
  readonly line_n: number
}

/**
 * Writes the journal of a site's period, both bases, to a file of its own, with the departments and tax codes of the day: an export
 * says later what it would have said then. A crash leaves at most a file that no ledger row names; the next closing has its number
 * and writes over it.
 * @param duck an opened {@link openJournalMarts}
 */
export const freezeJournal = async (
  duck: Duck,
  home: string,
  closing: { readonly siteId: number; readonly period: string; readonly seq: number },
): Promise<FrozenFile> => {
  const { siteId, period, seq } = closing
  const relative = join('closed', `site_id=${siteId}`, `${period}-${seq}.parquet`)
  const path = join(home, relative)
  const next = `${path}.next`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(next, { force: true })
  await duck.run(
    `copy (from ${publishedLines(siteId, period)} order by basis, posting_date, entry_id, line_no)
     to ${quoteText(next)} (format parquet)`,
  )
  await chmod(next, 0o400)
  await flush(next)
  await renameDurably(next, path)
  const { n } = await duck.row<{ n: number }>(`select count(*) as n from read_parquet(${quoteText(path)})`)
  return { file_path: relative, journal_hash: await sha256OfFile(path), line_n: n }
}

/** What became of a frozen file: `ok`, `missing` or `changed`. */
export const fileState = async (home: string, closing: Closing): Promise<'ok' | 'missing' | 'changed'> => {
  const hash = await sha256OfFile(join(home, closing.file_path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (hash === undefined) return 'missing'
  return hash === closing.journal_hash ? 'ok' : 'changed'
}

/**
 * The path of a frozen file that is as it was closed.
 * @throws Problem CLOSED_JOURNAL_CHANGED when it is missing or another.
 */
export const frozenPath = async (home: string, closing: Closing): Promise<string> => {
  const path = join(home, closing.file_path)
  const state = await fileState(home, closing)
  if (state === 'ok') return path
  throw new Problem('CLOSED_JOURNAL_CHANGED', {
    what: `The journal of ${closing.period}, site ${closing.site_id}, was closed on ${closing.at_utc.slice(0, 10)} and its file is ${state}: ${path}.`,
    why: `Its SHA-256 must be ${closing.journal_hash}.`,
  })
}

/**
 * The frozen files of all closed periods, each checked: what a build compares the live journal with.
 * @throws Problem CLOSED_JOURNAL_CHANGED.
 */
export const frozenPaths = async (home: string, closings: readonly Closing[]): Promise<readonly string[]> => {
  const paths: string[] = []
  for (const closing of closings) paths.push(await frozenPath(home, closing))
  return paths
}
