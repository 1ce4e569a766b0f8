// Exporting a month's journal: balanced files for a ledger, of closed months from what was frozen, of open ones marked as drafts.
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { openReadOnly, quoteText } from '../lakehouse/duck.ts'
import { homePaths } from '../lakehouse/home.ts'
import { frozenPath } from './closed-files.ts'
import { ensureFolder, writeFiles } from './journal-export-files.ts'
import type { ExportedFile, ExportRequest } from './journal-export-files.ts'
import { readLines } from './journal-export-lines.ts'
import type { ExportSource } from './journal-export-lines.ts'
import { openJournalMarts, publishedLines } from './journal-marts.ts'
import { chosenSites, readSites } from './period-close-checks.ts'
import { closedNow, readEvents } from './period-close-ledger.ts'
import type { Closing } from './period-close-ledger.ts'
import { assertBalanced, journalSums } from './period-close-sums.ts'
import type { JournalSums } from './period-close-sums.ts'

export interface Export {
  readonly files: readonly ExportedFile[]
  readonly totals: readonly (JournalSums & { readonly site_id: number })[]
}

const closingsOf = async (home: string, period: string): Promise<readonly Closing[]> => {
  await using warehouse = await openReadOnly(homePaths(home).warehouse)
  return closedNow(await readEvents(warehouse)).filter((closing) => closing.period === period)
}

/** The lines of a site's month: the frozen file's where it is closed, the marts' of today where not. */
const linesOf = async (
  request: ExportRequest,
  siteId: number,
  closing: Closing | undefined,
): Promise<string> =>
  closing === undefined
    ? publishedLines(siteId, request.period)
    : `(from read_parquet(${quoteText(await frozenPath(request.home, closing))}))`

/**
 * Writes the files of a month. Every entry, and each location's day, is looked at before the first file is written.
 * @throws Problem JOURNAL_UNBALANCED, CLOSED_JOURNAL_CHANGED, HOME_UNUSABLE; USAGE when there is nothing to export.
 */
export const exportJournal = async (request: ExportRequest): Promise<Export> => {
  await using duck = await openJournalMarts(request.marts)
  const sites = chosenSites(await readSites(duck), request.siteId)
  const closings = await closingsOf(request.home, request.period)
  const totals: Export['totals'][number][] = []
  const sources: (ExportSource & { readonly closing: Closing | undefined })[] = []
  for (const { site_id: siteId } of sites) {
    const closing = closings.find((one) => one.site_id === siteId)
    const lines = await linesOf(request, siteId, closing)
    const ofBasis = `(from ${lines} where basis = ${quoteText(request.basis)})`
    await assertBalanced(duck, ofBasis)
    for (const sums of await journalSums(duck, ofBasis)) {
      totals.push({ site_id: siteId, ...sums })
      const { period, basis } = request
      sources.push({ site_id: siteId, period, basis, currency: sums.currency, lines, closing })
    }
  }
  if (sources.length === 0) {
    throw new Problem('USAGE', {
      what: `The ${request.basis} journal has no line in ${request.period}.`,
      remedy: `Give another --period, --site or --basis; the journal holds ${await heldPeriods(duck)}.`,
    })
  }
  await ensureFolder(request.out)
  const files: ExportedFile[] = []
  for (const source of sources) {
    const lines = await readLines(duck, source, request.by)
    files.push(...(await writeFiles(request, source, source.closing, lines)))
  }
  return { files, totals }
}

const heldPeriods = async (duck: Duck): Promise<string> => {
  const { first, last } = await duck.row<{ first: string | null; last: string | null }>(
    'select min(period) as first, max(period) as last from marts.main.fct_journal_line',
  )
  return first === null || last === null ? 'nothing yet' : `${first} to ${last}`
}
