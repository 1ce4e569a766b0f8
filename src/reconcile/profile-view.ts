// A report's profile beside the headers of a file: where each field stands, what is missing, and what may have been meant.
import { nearName } from '../core/near-name.ts'
import { cleanText } from '../finance/cells.ts'
import type { FileRow, ReportFile } from '../reports/file-rows.ts'
import { headerKey } from '../reports/report-header.ts'
import type { ReportColumn, ReportProfile } from '../reports/report-profile.ts'
import { textAt, walkReport } from '../reports/walk-report.ts'

export interface FileHeaders {
  /** Row of the first header, counted as a spreadsheet does; null where no row looks like one. */
  readonly rowNumber: number | null
  /** Header texts of all header rows: blocks may have columns of their own. */
  readonly texts: readonly string[]
  /** Fields that rows have, though not under a header: from a caption, a heading or a link. */
  readonly beside: ReadonlySet<string>
}

export interface FieldView {
  readonly field: string
  readonly kind: ReportColumn['kind']
  readonly required: boolean
  /** The header texts it may stand under. */
  readonly expected: readonly string[]
  readonly state: 'found' | 'beside' | 'missing' | 'unknown'
  /** The file's header, or what it is read from instead. */
  readonly header: string | null
  /** A header of the file that is read for nothing else and looks like it. */
  readonly near: string | null
}

export interface ProfileView {
  readonly fields: readonly FieldView[]
  /** Headers of the file that stand for no field. */
  readonly unused: readonly string[]
}

/** Blocks of a payroll repeat their headers further down, but within a screen or two. */
const lookedAtRows = 400

/** "Client" is near "Client ID", but holds names. */
const idWords = /\bid\b|#|\bn(o|r)\b|number|ref|code/

const isWords = (text: string): boolean => /\p{L}/u.test(text) && !/\d{2}/.test(text)

/** A row that names no field is still taken for the header when it is the first one made of several words. */
const looksLikeHeader = ({ cells }: FileRow): boolean => {
  const filled = cells.filter((text) => text.trim() !== '')
  return filled.length > 1 && filled.every(isWords)
}

/** Looks at the first rows of a file: its header rows, and what stands beside the cells. */
export const readHeaders = async (profile: ReportProfile, file: ReportFile): Promise<FileHeaders> => {
  const sourced = profile.columns.filter(({ from }) => from !== undefined)
  const headers: FileRow[] = []
  const beside = new Set<string>()
  let guess: FileRow | undefined
  let looked = 0
  for await (const walked of walkReport(profile, file)) {
    const { role, row } = walked
    if (role === 'header') headers.push(row)
    if (role === 'title' && looksLikeHeader(row)) guess ??= row
    if (role === 'record')
      for (const column of sourced) if (textAt(column, walked) !== '') beside.add(column.field)
    looked += 1
    if (looked >= lookedAtRows) break
  }
  const rows = headers.length > 0 ? headers : guess === undefined ? [] : [guess]
  const texts = rows.flatMap(({ cells }) => cells.map(cleanText)).filter((text) => text !== '')
  return {
    rowNumber: rows[0]?.rowNumber ?? null,
    texts: [...new Map(texts.map((text) => [headerKey(text), text])).values()],
    beside,
  }
}

/** Holds a profile against a file's headers; without a file each field's state is unknown. */
export const viewProfile = (profile: ReportProfile, file: FileHeaders | undefined): ProfileView => {
  const textOf = new Map(file?.texts.map((text) => [headerKey(text), text]))
  const found = (column: ReportColumn): string | undefined => column.headers.find((key) => textOf.has(key))
  const used = new Set(profile.columns.map(found))
  const unused = [...textOf.keys()].filter((key) => !used.has(key))
  const nearOf = ({ headers, field, kind }: ReportColumn): string | null => {
    const likely = kind === 'id' ? unused.filter((key) => idWords.test(key)) : unused
    const key = [...headers, field].map((name) => nearName(name, likely)).find((name) => name !== undefined)
    return key === undefined ? null : (textOf.get(key) ?? null)
  }
  const viewOf = (column: ReportColumn): Pick<FieldView, 'state' | 'header' | 'near'> => {
    if (file === undefined) return { state: 'unknown', header: null, near: null }
    const key = found(column)
    if (key !== undefined) return { state: 'found', header: textOf.get(key) ?? key, near: null }
    if (column.from !== undefined && file.beside.has(column.field))
      return { state: 'beside', header: column.from, near: null }
    return { state: 'missing', header: null, near: nearOf(column) }
  }
  return {
    fields: profile.columns.map((column) => ({
      field: column.field,
      kind: column.kind,
      required: column.required,
      expected: column.headers,
      ...viewOf(column),
    })),
    unused: unused.map((key) => textOf.get(key) ?? key),
  }
}
