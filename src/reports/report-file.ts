// Opens a report file: its form by its bytes, never by its name; its hash; and its rows, streamed as often as they are asked.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'
import { sha256OfFile } from '../lakehouse/durable.ts'
import type { TextEncoding } from '../finance/text-encoding.ts'
import { probeEncoding } from '../finance/text-encoding.ts'
import { csvRows } from './csv-rows.ts'
import { formOf, isOldOffice, isPacked, suspicionOf } from './file-form.ts'
import type { FileRow, ReportFile } from './file-rows.ts'
import { htmlRows } from './html-rows.ts'
import { xlsxRows } from './xlsx-rows.ts'

const headBytes = 65_536

interface Glance {
  readonly sha256: string
  readonly head: Buffer
  /** Bytes of the whole file. */
  readonly length: number
  readonly encoding: TextEncoding
}

const whyUnreadable: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'It is a folder.',
  EACCES: 'The user of this machine may not read it.',
}

const unreadable = (path: string, cause: unknown): Problem => {
  const why = whyUnreadable[cause instanceof Error && 'code' in cause ? String(cause.code) : '']
  return new Problem(
    'REPORT_SETTINGS',
    {
      what: `The report file ${path} cannot be read.`,
      ...(why !== undefined && { why }),
      remedy: 'Give the path of the exported file with --file.',
    },
    { cause },
  )
}

/**
 * SHA-256 of a report file.
 * @throws Problem REPORT_SETTINGS when it cannot be read.
 */
export const sha256OfReport = (path: string): Promise<string> =>
  sha256OfFile(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })

/**
 * Every pass reads the file anew: what was compared must be what was hashed.
 * @throws Problem REPORT_SETTINGS when somebody wrote it meanwhile.
 */
export const assertUnchanged = async ({ path, sha256 }: ReportFile): Promise<void> => {
  if ((await sha256OfReport(path)) === sha256) return
  throw new Problem('REPORT_SETTINGS', {
    what: `The report file ${path} was written while it was read.`,
    remedy: 'Compare it again once it is whole.',
  })
}

/** One pass over the bytes: hash, encoding and the first of them. */
const glanceAt = async (path: string): Promise<Glance> => {
  const hash = createHash('sha256')
  const probe = probeEncoding()
  const head: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      probe.add(chunk)
      if (length < headBytes) head.push(chunk)
      length += chunk.length
    }
  } catch (error) {
    throw unreadable(path, error)
  }
  return {
    sha256: hash.digest('hex'),
    head: Buffer.concat(head).subarray(0, headBytes),
    length,
    encoding: probe.encoding(),
  }
}

const textOf = async function* (path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

const listed = async function* (rows: Promise<readonly FileRow[]>): AsyncGenerator<FileRow> {
  yield* await rows
}

/** Workbooks are held whole; one of 200,000 lines of sales has a tenth of this. */
const largestArchiveBytes = 256 * 2 ** 20

/** Workbooks, new and old, and what else is packed as they are, are told apart by all of their bytes. */
const readArchive = async (path: string, length: number): Promise<Buffer> => {
  if (length <= largestArchiveBytes) return readFile(path)
  throw new Problem('REPORT_PROFILE', {
    what: `${path} has ${Math.ceil(length / 2 ** 20)} MB, which no workbook of a report has.`,
    remedy: 'Export the report as CSV, or shorter periods of it.',
  })
}

/**
 * Opens a report file.
 * @throws Problem REPORT_SETTINGS when there is no such file, REPORT_PROFILE when it is no table that can be read.
 */
export const openReport = async (path: string): Promise<ReportFile> => {
  const { sha256, head, length, encoding } = await glanceAt(path)
  const all = isPacked(head) || isOldOffice(head) ? await readArchive(path, length) : head
  const headText = new TextDecoder(encoding).decode(head)
  const form = formOf(path, head, headText, all)
  if (form === 'xlsx') {
    const rows = xlsxRows(all)
    await rows
    return { path, form, sha256, rows: () => listed(rows) }
  }
  const text = (): AsyncIterable<string> => textOf(path, encoding)
  if (form === 'csv') return { path, form, sha256, rows: () => csvRows(text(), headText) }
  const suspicion = suspicionOf(headText)
  return { path, form, sha256, rows: () => htmlRows(text()), ...(suspicion !== undefined && { suspicion }) }
}
