// The workbook of a reconciliation: seven sheets with live formulas, for finance to trace, check and sign.
import writeXlsxFile from 'write-excel-file/node'
import type { Feature, Image, Row, Sheet } from 'write-excel-file/node'
import type { Reconciled } from './outcome.ts'
import type { Trail } from './trail-types.ts'
import type { SheetOf } from './workbook-cells.ts'
import { controlSheet, unmappedSheet } from './workbook-checks.ts'
import { detailSheet, sheetDetails } from './workbook-detail.ts'
import { methodSheet } from './workbook-method.ts'
import { signOffSheet } from './workbook-sign-off.ts'
import { summarySheet } from './workbook-summary.ts'
import { varianceSheet } from './workbook-variance.ts'

type Content = Image['content']

/** Points of a line of text. */
const lineHeight = 13

/**
 * A row as high as its longest text needs: without a height, rows of wrapped text are left as high as one line by programs that do not
 * measure them on opening.
 */
const tall = (row: Row, widths: readonly number[]): Row => {
  const lines = row.map((cell, index) => {
    const isWrapped = typeof cell === 'object' && cell !== null && 'wrap' in cell && cell.wrap === true
    const text = isWrapped && typeof cell.value === 'string' ? cell.value : ''
    const width = widths[index] ?? 10
    return text
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / (width * 1.15))), 0)
  })
  const height = Math.min(20, Math.max(1, ...lines)) * lineHeight
  const [first, ...others] = row
  if (height === lineHeight || row.length === 0) return [...row]
  const head =
    typeof first === 'object' && first !== null && !(first instanceof Date) ? first : { value: first ?? '' }
  return [{ ...head, height }, ...others]
}

const optionsOf = ({ sheet, rows, widths, frozen, alarms }: SheetOf): Sheet<Content> => ({
  sheet,
  data: rows.map((row) => tall(row, widths)),
  columns: widths.map((width) => ({ width })),
  ...(frozen === undefined ? {} : { stickyRowsCount: frozen.rows, stickyColumnsCount: frozen.columns ?? 0 }),
  orientation: 'landscape',
  ...(alarms === undefined
    ? {}
    : {
        conditionalFormatting: alarms.map(({ column, from, to }) => ({
          cellRange: { from: { row: from, column: column + 1 }, to: { row: to, column: column + 1 } },
          condition: { operator: '!=', value: 0 },
          style: { textColor: '#A8480F', fontWeight: 'bold' },
        })),
      }),
})

/** A page is as wide as its sheet, and as many pages long as it takes. */
const fitted = (content: string): string =>
  content
    .replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace('<pageSetup ', '<pageSetup fitToWidth="1" fitToHeight="0" ')

const filtered = (content: string, filter: string): string =>
  content.replace('</sheetData>', `</sheetData><autoFilter ref="${filter}"/>`)

/** What the writer has no option for: filters, pages as wide as a sheet, formulas computed anew by whoever opens the file. */
const finish = (sheets: readonly SheetOf[]): Feature<Content> => ({
  files: {
    transform: {
      'xl/workbook.xml': {
        transformElementAttributes: (tagName, attributes) =>
          tagName === 'calcPr' ? { ...attributes, fullCalcOnLoad: 1 } : attributes,
      },
      'xl/worksheets/sheet{id}.xml': {
        transform: (content, { sheet }) => {
          const filter = sheets.find((candidate) => candidate.sheet === sheet)?.filter
          return fitted(filter === undefined ? content : filtered(content, filter))
        },
      },
    },
  },
})

/**
 * The workbook, with the sheets Summary, Variance, Detail, Unmapped, Control totals, Method and Sign-off.
 * @param detailLimit details the sheet Detail takes; the rest is told in the Summary by cause
 * @returns the bytes of an .xlsx file, without macros
 */
export const reconciliationWorkbook = async (
  found: Reconciled,
  trail: Trail,
  detailLimit: number = sheetDetails,
): Promise<Uint8Array> => {
  const detail = detailSheet(found.details, found.unit, detailLimit)
  const sheets = [
    summarySheet(found, trail, detail),
    varianceSheet(found),
    detail.sheet,
    unmappedSheet(found),
    controlSheet(found),
    methodSheet(found),
    signOffSheet(found, trail),
  ]
  return writeXlsxFile(sheets.map(optionsOf), {
    fontFamily: 'Arial',
    fontSize: 10,
    features: [finish(sheets)],
  }).toBuffer()
}
