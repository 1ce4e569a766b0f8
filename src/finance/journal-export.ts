// Exporting a month's journal: balanced files for a ledger, of closed months from what was frozen, of open ones marked as drafts.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { openReadOnly, quoteText } from '../lakehouse/duck.ts'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import { homePaths } from '../lakehouse/home.ts'
import { frozenPath } from './closed-files.ts'
import { csvForms, csvText, partsOf } from './journal-export-csv.ts'
import type { CsvOptions } from './journal-export-csv.ts'
import { readLines } from './journal-export-lines.ts'
import type { ExportLine, ExportSource, Grouping } from './journal-export-lines.ts'
import { journalWorkbook } from './journal-export-xlsx.ts'
import { openJournalMarts, publishedLines } from './journal-marts.ts'
import { chosenSites, readSites } from './period-close-checks.ts'
import { closedNow, readEvents } from './period-close-ledger.ts'
import type { Closing } from './period-close-ledger.ts'
import { assertBalanced, journalSums } from './period-close-sums.ts'
import type { JournalSums } from './period-close-sums.ts'

export type ExportFormat = keyof typeof csvForms | 'xlsx'

export interface ExportRequest extends CsvOptions {
  readonly home: string
  /** Path of the published marts. */
  readonly marts: string
  readonly period: string
  readonly format: ExportFormat
  readonly by: Grouping
  /** All sites when left out. */
  readonly siteId?: number | undefined
  /** Folder of the files. */
  readonly out: string
}

export interface ExportedFile {
  readonly path: string
  readonly site_id: number
  readonly currency: string
  readonly state: 'closed' | 'draft'
  readonly journals: number
  readonly lines: number
}

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

/** @throws Problem USAGE for a folder that cannot be one. */
const ensureFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    if (!['ENOTDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes(code)) throw cause
    throw new Problem(
      'USAGE',
      { what: `The folder ${path} cannot be made (${code}).`, remedy: 'Give another --out.' },
      { cause },
    )
  }
}

const heldPeriods = async (duck: Duck): Promise<string> => {
  const { first, last } = await duck.row<{ first: string | null; last: string | null }>(
    'select min(period) as first, max(period) as last from marts.main.fct_journal_line',
  )
  return first === null || last === null ? 'nothing yet' : `${first} to ${last}`
}

const writeFiles = async (
  request: ExportRequest,
  source: ExportSource,
  closing: Closing | undefined,
  lines: readonly ExportLine[],
): Promise<readonly ExportedFile[]> => {
  const { format, out } = request
  const state = closing === undefined ? 'draft' : 'closed'
  const name = [
    `journal-${source.period}-${source.basis}-site${source.site_id}-${source.currency}`,
    request.by === 'entry' ? '-entries' : '',
    state === 'draft' ? '-draft' : '',
  ].join('')
  const ending = format === 'xlsx' ? '.xlsx' : `.${format}.csv`
  const parts = format === 'xlsx' ? [lines] : partsOf(lines, csvForms[format].maxLines)
  const files: ExportedFile[] = []
  for (const [index, part] of parts.entries()) {
    const number = parts.length > 1 ? `-${index + 1}of${parts.length}` : ''
    const path = join(out, `${name}${number}${ending}`)
    const body =
      format === 'xlsx'
        ? await journalWorkbook(part, aboutOf(request, source, closing))
        : Buffer.from(csvText(csvForms[format], part, request))
    await writeFlushed(`${path}.next`, body)
    await renameDurably(`${path}.next`, path)
    const journals = new Set(part.map(({ journal }) => journal)).size
    const { site_id: siteId, currency } = source
    files.push({ path, site_id: siteId, currency, state, journals, lines: part.length })
  }
  await removeOtherParts(out, name, ending, files)
  return files
}

/** Parts of an earlier export of the same journal that are not of this one: whoever imports the folder would book them twice. */
const removeOtherParts = async (
  out: string,
  name: string,
  ending: string,
  written: readonly ExportedFile[],
): Promise<void> => {
  for (const file of await readdir(out)) {
    if (!file.startsWith(name) || !file.endsWith(ending)) continue
    const isPart = /^(-\d+of\d+)?$/.test(file.slice(name.length, file.length - ending.length))
    const path = join(out, file)
    if (isPart && written.every((one) => one.path !== path)) await rm(path, { force: true })
  }
}

const aboutOf = (
  request: ExportRequest,
  source: ExportSource,
  closing: Closing | undefined,
): readonly (readonly [string, string])[] => [
  ['Period', source.period],
  ['Site', String(source.site_id)],
  ['Basis', source.basis === 'earned' ? 'earned (accrual)' : 'cash_books'],
  ['Currency', source.currency],
  ['Journals', request.by === 'day' ? 'one a location and day' : 'one an entry'],
  ['State', closing === undefined ? 'DRAFT: the month is open and may still change' : 'closed'],
  ...(closing === undefined
    ? []
    : ([
        ['Closed at', closing.at_utc],
        ['Closed by', closing.by_whom],
        ['Frozen file', closing.file_path],
        ['SHA-256', closing.journal_hash],
      ] as const)),
]
