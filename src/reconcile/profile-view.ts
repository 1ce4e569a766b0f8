// A report's profile beside the headers of a file: where each field stands, what is missing, and what may have been meant.
import { nearName } from '../core/near-name.ts'
import { headerKey } from './profile.ts'
import type { ReportColumn, ReportProfile } from './report-profile.ts'

/** A row as any reader gives it. */
export interface LookedAtRow {
  readonly rowNumber: number
  readonly cells: readonly string[]
  readonly caption?: string
  readonly heading?: Readonly<Record<string, string>>
  readonly links?: readonly (string | undefined)[]
}

export interface FileHeaders {
  /** Row of the first header, counted as a spreadsheet does; null where no row looks like one. */
  readonly rowNumber: number | null
  /** Header texts of all header rows: blocks may have columns of their own. */
  readonly texts: readonly string[]
  /** What stands beside the cells: captions, headings of blocks, links. */
  readonly beside: readonly NonNullable<ReportColumn['from']>[]
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
const looksLikeHeader = ({ cells }: LookedAtRow): boolean => {
  const filled = cells.filter((text) => text.trim() !== '')
  return filled.length > 1 && filled.every(isWords)
}

/** Reads the first rows of a file and picks its header rows: those that name at least half as many fields as the best one. */
export const readHeaders = async (
  profile: ReportProfile,
  rows: AsyncIterable<LookedAtRow>,
): Promise<FileHeaders> => {
  const known = new Set(profile.columns.flatMap(({ headers }) => headers))
  const looked: { row: LookedAtRow; hits: number }[] = []
  for await (const row of rows) {
    looked.push({ row, hits: row.cells.filter((text) => known.has(headerKey(text))).length })
    if (looked.length >= lookedAtRows) break
  }
  const best = Math.max(0, ...looked.map(({ hits }) => hits))
  const named =
    best > 1
      ? looked.filter(({ hits }) => hits * 2 >= best)
      : looked.filter(({ row }) => looksLikeHeader(row)).slice(0, 1)
  const texts = named.flatMap(({ row }) => row.cells.map((text) => text.trim()))
  const has = (test: (row: LookedAtRow) => boolean): boolean => looked.some(({ row }) => test(row))
  return {
    rowNumber: named[0]?.row.rowNumber ?? null,
    texts: [...new Map(texts.filter((text) => text !== '').map((text) => [headerKey(text), text])).values()],
    beside: [
      ...(has(({ caption }) => (caption ?? '') !== '') ? (['caption'] as const) : []),
      ...(has(({ heading }) => heading !== undefined) ? (['heading'] as const) : []),
      ...(has(({ links }) => links?.some((link) => link !== undefined) === true) ? (['link'] as const) : []),
    ],
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
    if (column.from !== undefined && file.beside.includes(column.from))
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
