// What a file is, by its first bytes: a table that is read, or something else, which is refused in words.
import { Problem } from '../core/errors.ts'
import type { ReportFile } from './file-rows.ts'

const asSheet = 'Open it in a spreadsheet and save it as .xlsx or .csv, without changing cells.'
const asExport = 'Export the report as Excel or CSV.'

/** First bytes of what people take for an export, what it is and what to do. */
const otherBytes: readonly (readonly [Buffer, string, string])[] = [
  [Buffer.from('%PDF'), 'a PDF', asExport],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'a picture', asExport],
  [Buffer.from([0xff, 0xd8, 0xff]), 'a picture', asExport],
  [Buffer.from('GIF8'), 'a picture', asExport],
  [Buffer.from('{\\rtf'), 'a text document', asExport],
  [Buffer.from([0x1f, 0x8b]), 'a packed file', 'Unpack it, and give the file in it.'],
]

/** First words of text files that are no tables, and of spreadsheets in forms of old. */
const otherTexts: readonly (readonly [RegExp, string, string])[] = [
  [/^\s*MIME-Version:/i, 'a web archive', asSheet],
  [
    /<Workbook\b|urn:schemas-microsoft-com:office:spreadsheet"?\s*>/i,
    'an XML spreadsheet of Excel 2003',
    asSheet,
  ],
  [/^\s*%!PS/, 'a print file', asExport],
  [/^\s*[{[]\s*["{[]/, 'JSON', asExport],
]

/** Parts of archives that are no .xlsx workbook; their names stand readable in the archive. */
const otherArchives: readonly (readonly [RegExp, string, string])[] = [
  [/xl\/workbook\.bin/, 'a binary Excel workbook (.xlsb)', asSheet],
  [/opendocument\.spreadsheet/, 'an OpenDocument spreadsheet', asSheet],
  [/word\/document\.xml/, 'a Word document', asExport],
]

const isHtml = (text: string): boolean =>
  /^\s*(<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|table|div|meta|style|span|center|form|h\d|p|br|tr)\b/i.test(
    text,
  )

const refuse = (path: string, form: string, remedy: string): Problem =>
  new Problem('REPORT_PROFILE', { what: `${path} is ${form}, which is not read.`, remedy })

/** Old workbooks and encrypted new ones are both such files; only the latter name their one content. */
const oldOffice = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
export const isOldOffice = (head: Buffer): boolean => head.subarray(0, oldOffice.length).equals(oldOffice)

/** Two letters alone may begin a text: a title of "PK Yoga". */
export const isPacked = (head: Buffer): boolean =>
  ['PK\u0003', 'PK\u0005'].includes(head.subarray(0, 3).toString('latin1'))

const encryptedPart = Buffer.from('EncryptedPackage', 'utf16le')

/**
 * The form of a file.
 * @param head its first bytes, `text` the same decoded
 * @param all every byte of an archive or an old office file, which are small; for the rest it is not asked
 * @throws Problem REPORT_PROFILE saying what the file is when it is no table.
 */
export const formOf = (path: string, head: Buffer, text: string, all: Buffer): ReportFile['form'] => {
  if (isOldOffice(head)) {
    throw all.includes(encryptedPart)
      ? refuse(path, 'protected by a password', 'Save it without a password.')
      : refuse(path, 'an old Excel workbook (.xls of before 2007)', asSheet)
  }
  if (isPacked(head)) {
    const names = all.toString('latin1')
    for (const [pattern, form, remedy] of otherArchives) {
      if (pattern.test(names)) throw refuse(path, form, remedy)
    }
    if (names.includes('xl/')) return 'xlsx'
    throw refuse(path, 'a packed file', 'Unpack it, and give the file in it.')
  }
  for (const [bytes, form, remedy] of otherBytes) {
    if (head.subarray(0, bytes.length).equals(bytes)) throw refuse(path, form, remedy)
  }
  for (const [pattern, form, remedy] of otherTexts) {
    if (pattern.test(text.slice(0, 2_000))) throw refuse(path, form, remedy)
  }
  if (text.trim() === '') {
    throw new Problem('REPORT_PROFILE', { what: `${path} is empty.`, remedy: 'Export the report again.' })
  }
  if (isHtml(text)) return 'html'
  if (text.includes('\0')) throw refuse(path, 'a file of bytes, no text', asExport)
  return 'csv'
}

/** A page with a field for a password is what Mindbody answers once a session has ended. */
export const suspicionOf = (text: string): string | undefined =>
  /type\s*=\s*["']?password/i.test(text)
    ? 'It looks like the sign-in page: the session had ended when it was saved. Sign in and export it again.'
    : undefined
