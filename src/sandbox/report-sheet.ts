// A report as it is printed: cells under headers, written as CSV, as a real workbook, or as the HTML tables Mindbody calls .xls.
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'

export type Form = 'csv' | 'xlsx' | 'html'

/** Text, an amount of money, a day (its column may have an order of its own), a whole number, or text with a link. */
export type Cell =
  | string
  | { readonly cents: number }
  | { readonly day: string; readonly dayFirst?: boolean }
  | { readonly count: number }
  | { readonly text: string; readonly href: string }

export interface SheetTable {
  /** On screen the Sales report has a table per tender, named by its caption. */
  readonly caption?: string
  readonly rows: readonly (readonly Cell[])[]
  readonly totals?: readonly Cell[]
}

export interface Sheet {
  /** Rows before the header. */
  readonly titles?: readonly string[]
  readonly header: readonly string[]
  readonly tables: readonly SheetTable[]
  readonly totals?: readonly Cell[]
  /** Days are written DD/MM/YYYY instead of M/D/YYYY. */
  readonly dayFirst: boolean
  /** A byte order mark before a CSV. */
  readonly mark?: boolean
}

/** Amounts with two places; negative ones in parentheses, as the reports print returns. */
export const printedMoney = (cents: number): string => {
  const text = (Math.abs(cents) / 100).toFixed(2)
  return cents < 0 ? `(${text})` : text
}

/** Short client numbers get a thousands separator, barcodes and legacy codes do not (observed). */
export const printedClientId = (id: string): string =>
  /^\d{4,6}$/.test(id) ? id.replace(/(\d)(?=(\d{3})+$)/g, '$1,') : id

/** M/D/YYYY, or DD/MM/YYYY. */
export const printedDay = (day: string, dayFirst: boolean): string => {
  const [year, month, date] = day.split('-')
  return dayFirst ? `${date}/${month}/${year}` : `${Number(month)}/${Number(date)}/${year}`
}

const textOf = (cell: Cell, dayFirst: boolean): string => {
  if (typeof cell === 'string') return cell
  if ('cents' in cell) return printedMoney(cell.cents)
  if ('day' in cell) return printedDay(cell.day, cell.dayFirst ?? dayFirst)
  return 'count' in cell ? String(cell.count) : cell.text
}

const rowsOf = ({ tables, totals }: Sheet): readonly (readonly Cell[])[] => [
  ...tables.flatMap((table) => [...table.rows, ...(table.totals === undefined ? [] : [table.totals])]),
  ...(totals === undefined ? [] : [totals]),
]

const csvOf = (sheet: Sheet): string =>
  stringify(
    [
      ...(sheet.titles ?? []).map((title) => [title]),
      sheet.header,
      ...rowsOf(sheet).map((row) => row.map((cell) => textOf(cell, sheet.dayFirst))),
    ],
    { bom: sheet.mark ?? false },
  )

/** Excel stores a day as its serial number; the writer makes it from a UTC date. */
const bookCell = (cell: Cell, dayFirst: boolean): SheetData[number][number] => {
  if (typeof cell === 'string') return cell
  if ('cents' in cell) return { value: cell.cents / 100, type: Number, format: '0.00' }
  if ('count' in cell) return { value: cell.count, type: Number, format: '0' }
  if ('text' in cell) return cell.text
  const format = (cell.dayFirst ?? dayFirst) ? 'dd/mm/yyyy' : 'm/d/yyyy'
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format }
}

const bookOf = (sheet: Sheet): SheetData => [
  ...(sheet.titles ?? []).map((title) => [title]),
  [...sheet.header],
  ...rowsOf(sheet).map((row) => row.map((cell) => bookCell(cell, sheet.dayFirst))),
]

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const htmlRow = (cells: readonly Cell[], tag: 'td' | 'th', dayFirst: boolean): string => {
  const inner = (cell: Cell): string => {
    const text = escaped(textOf(cell, dayFirst))
    return typeof cell === 'object' && 'href' in cell ? `<a href="${escaped(cell.href)}">${text}</a>` : text
  }
  return `<tr>${cells.map((cell) => `<${tag}>${inner(cell)}</${tag}>`).join('')}</tr>`
}

const htmlOf = ({ titles = [], header, tables, totals, dayFirst }: Sheet): string => {
  const tableOf = ({ caption, rows, totals: own }: SheetTable, isLast: boolean): string =>
    [
      '<table class="result-table">',
      ...(caption === undefined ? [] : [`<caption>${escaped(caption)}</caption>`]),
      `<thead>${htmlRow(header, 'th', dayFirst)}</thead>`,
      '<tbody>',
      ...rows.map((row) => htmlRow(row, 'td', dayFirst)),
      ...(own === undefined ? [] : [htmlRow(own, 'td', dayFirst)]),
      ...(isLast && totals !== undefined ? [htmlRow(totals, 'td', dayFirst)] : []),
      '</tbody></table>',
    ].join('\n')
  return [
    '<html><head><meta charset="utf-8"></head><body>',
    ...titles.map((title) => `<div class="reportTitle">${escaped(title)}</div>`),
    ...tables.map((table, nth) => tableOf(table, nth === tables.length - 1)),
    '</body></html>\n',
  ].join('\n')
}

/** Writes a sheet, or a page of its own making, to a file. */
export const writeSheet = async (file: string, form: Form, page: Sheet | string): Promise<void> => {
  if (typeof page === 'string') return writeFile(file, page)
  if (form === 'xlsx') {
    await writeXlsxFile(bookOf(page), { sheet: 'Report' }).toFile(file)
    return
  }
  await writeFile(file, form === 'csv' ? csvOf(page) : htmlOf(page))
}
