// An exported file to rows of text cells: the form is told by its first bytes, never by its name.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Problem } from '../core/errors.ts'
import { readCsv } from '../finance/read-csv.ts'
import { readXlsx } from './read-xlsx.ts'

export interface ReportFile {
  readonly form: 'csv' | 'xlsx'
  /** Over the bytes as they were given: a verdict names the file it was given on. */
  readonly sha256: string
  readonly rows: readonly (readonly string[])[]
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b
/** Old Excel workbooks; and many of Mindbody's ".xls" downloads, which are HTML tables. */
const isOldExcel = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf
const isHtml = (bytes: Uint8Array): boolean =>
  /^\uFEFF?\s*<(!doctype|html|table|div|meta|style)\b/i.test(
    Buffer.from(bytes.subarray(0, 200)).toString('utf8'),
  )

/**
 * Reads a report file.
 * @throws Problem REPORT_SETTINGS when there is no such file, REPORT_PROFILE when its form cannot be read.
 */
export const readReport = async (file: string): Promise<ReportFile> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Problem(
      'REPORT_SETTINGS',
      {
        what: `The report file ${file} cannot be read.`,
        remedy: 'Give the path of the exported file with --file.',
      },
      { cause: error },
    )
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (isZip(bytes)) return { form: 'xlsx', sha256, rows: await readXlsx(bytes) }
  if (isOldExcel(bytes) || isHtml(bytes)) {
    throw new Problem('REPORT_PROFILE', {
      what: `${file} is an ${isHtml(bytes) ? 'HTML table named .xls' : 'old Excel workbook'}, which is not read yet.`,
      remedy: 'Open it in a spreadsheet and save it as .xlsx or .csv, without changing cells.',
    })
  }
  return { form: 'csv', sha256, rows: readCsv(bytes) }
}
