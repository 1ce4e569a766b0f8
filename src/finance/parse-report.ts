// Rows of text cells to the records of a report, by its profile: dates, cents and ids read, totals row set apart.
import { Problem } from '../core/errors.ts'
import type { LocalDate } from '../core/time.ts'
import { cleanText, isBlank, normaliseId } from './cells.ts'
import { decideDateOrder } from './date-order.ts'
import type { DateOrder } from './dates.ts'
import { dateOf, minutesOf } from './dates.ts'
import type { ReportHeader } from './header.ts'
import { findHeader } from './header.ts'
import type { DecimalMark } from './money.ts'
import { centsOf, decimalMarkOf } from './money.ts'
import type { ProfileColumn, ReportProfile } from './profile.ts'

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
): { body: readonly NumberedRow[]; totals: readonly string[] | undefined } => {
  const at = (cells: readonly string[], field: string): string => cells[header.columns.get(field) ?? -1] ?? ''
  const below = rows.map((cells, index) => ({ rowNumber: index + 1, cells })).slice(header.rowIndex + 1)
  // Totals and subtotals carry no number of their own; "Total" may itself be the name of an item.
  const isRecord = ({ cells }: NumberedRow): boolean =>
    !isTotals(cells) && cleanText(at(cells, profile.identity)) !== ''
  return {
    body: below.filter(isRecord),
    totals: below.findLast(({ cells }) => isTotals(cells))?.cells,
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
  const records = body.map((row): ReportRecord => {
    const values: Record<string, CellValue> = {}
    for (const { column, index, read } of readers) {
      const text = row.cells[index] ?? ''
      const value = read(text)
      if (value === undefined) throw refuseCell(column, row, text)
      values[column.field] = value
    }
    return { rowNumber: row.rowNumber, date: String(values['date']), values }
  })
  const measure = readers.find(({ column }) => column.field === profile.measure)
  const measureCents = totals === undefined ? null : (measure?.read(totals[measure.index] ?? '') ?? null)
  return {
    records,
    dateOrder,
    totals:
      totals === undefined
        ? undefined
        : { cells: totals, measureCents: Number.isInteger(measureCents) ? Number(measureCents) : null },
  }
}
