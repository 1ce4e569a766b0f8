// Rows of text cells to the records of a report, by its profile: dates, cents and ids read, totals row set apart.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { cleanText, isBlank, normaliseId } from '../finance/cells.ts'
import { decideDateOrder } from './date-order.ts'
import type { DateOrder } from '../finance/dates.ts'
import { dateOf, dateOrdersOf, minutesOf } from '../finance/dates.ts'
import type { ReportHeader } from './header.ts'
import { findHeader } from './header.ts'
import type { DecimalMark } from '../finance/money.ts'
import { centsOf, decimalMarkOf } from '../finance/money.ts'
import type { ProfileColumn, ReportProfile } from './profile.ts'
import { headerKey } from './profile.ts'

/** Money in cents, times in minutes after midnight, the rest as text; null for an empty cell. */
export type CellValue = string | number | null

export interface ReportRecord {
  /** Row in the file, counted from 1 as a spreadsheet does. */
  readonly rowNumber: number
  readonly date: LocalDate
  readonly values: Readonly<Record<string, CellValue>>
}

export interface ParsedReport {
  readonly records: readonly ReportRecord[]
  /** Cells of the file's last totals row, and its measure read as cents; undefined where the file has none. */
  readonly totals: { readonly cells: readonly string[]; readonly measureCents: number | null } | undefined
  readonly dateOrder: DateOrder
}

export interface ReportSettings {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly dateOrder?: DateOrder | undefined
}

interface NumberedRow {
  readonly rowNumber: number
  readonly cells: readonly string[]
}

const totalsLabel = /^(grand )?totals?\b:?/i

const isTotals = (cells: readonly string[]): boolean =>
  totalsLabel.test(cleanText(cells.find((text) => cleanText(text) !== '') ?? ''))

const refuseCell = (column: ProfileColumn, row: NumberedRow, text: string): Problem =>
  new Problem('REPORT_PROFILE', {
    what: `Row ${row.rowNumber}, column "${column.headers[0] ?? ''}": "${text}" is no ${column.kind}.`,
  })

const markOf = (column: ProfileColumn, texts: readonly string[]): DecimalMark => {
  const mark = decimalMarkOf(texts)
  if (mark !== undefined) return mark
  throw new Problem('REPORT_PROFILE', {
    what: `Column "${column.headers[0] ?? ''}" mixes decimal points and decimal commas.`,
  })
}

/** A reader of one column's cells: the decimal mark is a property of the whole column. */
const readerOf = (
  column: ProfileColumn,
  texts: readonly string[],
  order: DateOrder,
): ((text: string) => CellValue | undefined) => {
  switch (column.kind) {
    case 'money': {
      const mark = markOf(column, texts)
      return (text) => centsOf(text, mark)
    }
    case 'date':
      return (text) => dateOf(text, order)
    case 'time':
      return minutesOf
    case 'id':
      return normaliseId
    case 'number':
    case 'text':
      return (text) => (isBlank(text) ? null : cleanText(text))
  }
}

const splitRows = (
  profile: ReportProfile,
  header: ReportHeader,
  rows: readonly (readonly string[])[],
): { body: readonly NumberedRow[]; totals: NumberedRow | undefined } => {
  const at = (cells: readonly string[], field: string): string => cells[header.columns.get(field) ?? -1] ?? ''
  const below = rows.map((cells, index) => ({ rowNumber: index + 1, cells })).slice(header.rowIndex + 1)
  const headerCell = headerKey(at(header.texts, profile.identity))
  const isDated = (cells: readonly string[]): boolean => dateOrdersOf([at(cells, 'date')]).length > 0
  // Titles, headers repeated over each group, subtotals and totals carry no date. What is dated and names an item is a record
  // even without its number: it is compared, not dropped. "Total" may itself begin the name of an item.
  const isRecord = ({ cells }: NumberedRow): boolean => {
    const identity = cleanText(at(cells, profile.identity))
    if (isDated(cells)) return identity !== '' || cleanText(at(cells, 'item')) !== ''
    return identity !== '' && headerKey(identity) !== headerCell && !isTotals(cells)
  }
  return {
    body: below.filter(isRecord),
    totals: below.findLast((row) => isTotals(row.cells) && !isRecord(row)),
  }
}

/**
 * Reads the rows of a report file by its profile.
 * @throws Problem REPORT_PROFILE for a missing column or an unreadable cell, REPORT_SETTINGS where the order of day and
 * month cannot be told.
 */
export const parseReport = (
  profile: ReportProfile,
  rows: readonly (readonly string[])[],
  settings: ReportSettings,
): ParsedReport => {
  const header = findHeader(profile, rows)
  const { body, totals } = splitRows(profile, header, rows)
  const textsOf = (field: string): readonly string[] =>
    body.map(({ cells }) => cells[header.columns.get(field) ?? -1] ?? '')
  const dateOrder = decideDateOrder(textsOf('date'), settings, profile.dateOrderOf(header.texts))
  const readers = profile.columns
    .filter(({ field }) => header.columns.has(field))
    .map((column) => ({
      column,
      index: header.columns.get(column.field) ?? -1,
      read: readerOf(column, textsOf(column.field), dateOrder),
    }))
  const valueIn = (row: NumberedRow, { column, index, read }: (typeof readers)[number]): CellValue => {
    const text = row.cells[index] ?? ''
    const value = read(text)
    if (value === undefined) throw refuseCell(column, row, text)
    return value
  }
  const records = body.map((row): ReportRecord => {
    const values: Record<string, CellValue> = {}
    for (const reader of readers) values[reader.column.field] = valueIn(row, reader)
    return { rowNumber: row.rowNumber, date: String(values['date']), values }
  })
  const totalCents = (row: NumberedRow): number | null => {
    const measure = readers.find(({ column }) => column.field === profile.measure)
    const cents = measure === undefined ? null : valueIn(row, measure)
    return typeof cents === 'number' ? cents : null
  }
  return { records, dateOrder, totals: totals && { cells: totals.cells, measureCents: totalCents(totals) } }
}
