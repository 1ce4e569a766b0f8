// The files of an exported journal: their names, their parts, and what a workbook says about itself.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../core/errors.ts'
import { renameDurably, writeFlushed } from '../lakehouse/durable.ts'
import { csvForms, csvText, partsOf } from './journal-export-csv.ts'
import type { CsvOptions } from './journal-export-csv.ts'
import type { ExportLine, ExportSource, Grouping } from './journal-export-lines.ts'
import { journalWorkbook } from './journal-export-xlsx.ts'
import type { Closing } from './period-close-ledger.ts'

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

/** @throws Problem USAGE for a folder that cannot be one. */
export const ensureFolder = async (path: string): Promise<void> => {
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

/** Writes what one source holds; whatever an earlier export of it left beside is removed. */
export const writeFiles = async (
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
