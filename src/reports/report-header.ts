// Which column of a file stands for which field of a report: by its header row, of which a file may have several.
import { cleanText } from '../finance/cells.ts'
import type { FileRow } from './file-rows.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'

export interface ReportHeader {
  readonly rowNumber: number
  readonly texts: readonly string[]
  /** Field to column index. */
  readonly columns: ReadonlyMap<string, number>
}

/** Sites that show prices without tax write it behind the column's name. */
const taxWording = /\s*\((?:excluding|excl\.?|exclusive of) tax\)$/

/** The mark of UTF-8 before the first header, as a spreadsheet saves it that took the file for Windows-1252. */
const savedMark = /^ï»¿/

/** A header as it is compared: clean, lower case, no "(excluding tax)". */
export const headerKey = (text: string): string =>
  cleanText(text).replace(savedMark, '').toLowerCase().replace(taxWording, '')

/** True where the header says that prices stand without tax. */
export const saysTaxExcluded = (header: string): boolean => taxWording.test(cleanText(header).toLowerCase())

/** The header a row would be. A field's first header that the row has is its column. */
export const headerIn = (profile: ReportProfile, row: FileRow): ReportHeader => {
  const keys = row.cells.map(headerKey)
  const columns = new Map<string, number>()
  for (const { field, headers } of profile.columns) {
    const found = headers.map((header) => keys.indexOf(header)).find((index) => index >= 0)
    if (found !== undefined) columns.set(field, found)
  }
  return { rowNumber: row.rowNumber, texts: row.cells.map(cleanText), columns }
}

/** Names enough columns to be a header: a title or an item may happen to be called as one of them. */
export const isHeader = ({ columns }: ReportHeader, profile: ReportProfile): boolean =>
  columns.size >= Math.min(2, profile.columns.filter(({ from }) => from === undefined).length)

/**
 * The header among a file's first rows: the first that names at least half as many columns as the one that names most. Rows above
 * it are titles. Undefined where none is a header.
 */
export const firstHeader = (profile: ReportProfile, rows: readonly FileRow[]): ReportHeader | undefined => {
  const headers = rows.map((row) => headerIn(profile, row)).filter((header) => isHeader(header, profile))
  const most = Math.max(0, ...headers.map(({ columns }) => columns.size))
  return headers.find(({ columns }) => columns.size * 2 >= most)
}

/** How messages name a column: as the file writes it, else as the profile does. */
export const columnName = (header: ReportHeader, { field, headers }: ReportColumn): string =>
  header.texts[header.columns.get(field) ?? -1] || (headers[0] ?? field)

/** "client id" looks for `?ID=77`, `?clientID=77` and `/clients/77`. */
const linkPattern = (column: ReportColumn): RegExp => {
  const thing = headerKey(column.headers[0] ?? column.field).split(' ')[0] ?? ''
  return new RegExp(`(?:[?&](?:${thing}_?)?id=|/${thing}s?/)([^&#/?]+)`, 'i')
}

const linkPatterns = new WeakMap<ReportColumn, RegExp>()

/** The id a row's links carry: first that of the cell under a header of the same thing, then any other. */
export const linkedId = (column: ReportColumn, header: ReportHeader, row: FileRow): string => {
  if (row.links === undefined) return ''
  const pattern = linkPatterns.get(column) ?? linkPattern(column)
  linkPatterns.set(column, pattern)
  const thing = headerKey(column.headers[0] ?? column.field).split(' ')[0] ?? ''
  const own = header.texts.findIndex((text) => headerKey(text).startsWith(thing))
  return (
    [row.links[own], ...row.links]
      .map((link) => pattern.exec(link ?? '')?.[1])
      .find((id) => id !== undefined) ?? ''
  )
}
