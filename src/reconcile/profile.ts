// What a native report looks like: its columns by header, and what stands in them.

export type ReportName = 'sales' | 'attendance-with-revenue'

/** How the cells of a column are read. */
export type ColumnKind = 'text' | 'id' | 'money' | 'number' | 'date' | 'time'

export interface ProfileColumn {
  readonly field: string
  /** Header texts that name this column, as `headerKey` writes them. */
  readonly headers: readonly string[]
  readonly kind: ColumnKind
  /** The comparison needs it: a file without it is refused by name. */
  readonly required: boolean
}

/** A native report as data. A new report is a new profile, not new code. */
export interface ReportProfile {
  readonly name: ReportName
  /** The report's title in Mindbody, for messages. */
  readonly title: string
  readonly columns: readonly ProfileColumn[]
  /** Column whose sum is compared; it also carries the control total. */
  readonly measure: string
  /** A row without it is no record: a title, a subtotal or a totals row. */
  readonly identity: string
  /** Day before month, where the header's wording tells so; undefined where it does not. */
  readonly dateOrderOf: (headers: readonly string[]) => 'dmy' | undefined
}

const byteOrderMark = /^\uFEFF/

/** Sites that show prices without tax write it behind the column's name. */
const taxWording = /\s*\((excluding|excl\.?|exclusive of) tax\)\s*$/

/** A header as it is compared: no byte order mark, one space, lower case, no "(excluding tax)". */
export const headerKey = (text: string): string =>
  text.replace(byteOrderMark, '').trim().replace(/\s+/g, ' ').toLowerCase().replace(taxWording, '')

/** True where the header says that prices stand without tax. */
export const saysTaxExcluded = (header: string): boolean =>
  taxWording.test(header.replace(/\s+/g, ' ').toLowerCase())
