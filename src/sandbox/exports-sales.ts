// The native Sales report: a row per line and tender, as two styles of CSV and as the page on screen.
import { exporterOf, type ExportRequest } from './exporter.ts'
import { salesHands } from './plant-sales.ts'
import type { Sheet, SheetTable } from './report-sheet.ts'
import { allSaleRows, isAsked, isOnBasis, saleRows, type SaleRow } from './sale-rows.ts'
import { exclusiveHeader, salesCells, salesTotals, screenHeader, usHeader } from './sales-print.ts'

const screenTables = ({ studio }: ExportRequest, rows: readonly SaleRow[]): readonly SheetTable[] => {
  const tenders = [...new Set(rows.map(({ method }) => method))]
  return tenders.map((caption) => {
    const own = rows.filter(({ method }) => method === caption)
    return {
      caption,
      rows: own.map((row) => salesCells(studio, screenHeader, row)),
      totals: salesTotals(studio, screenHeader, own, 0),
    }
  })
}

/** Sites with tax on top export the US style with a byte order mark, tax-inclusive ones the "(excluding tax)" style. */
const print = (request: ExportRequest, rows: readonly SaleRow[], offCents: number): Sheet => {
  const { studio, form } = request
  const dayFirst = studio.plan.taxInclusive
  const header = form === 'html' ? screenHeader : dayFirst ? exclusiveHeader : usHeader
  return {
    header,
    tables:
      form === 'html'
        ? screenTables(request, rows)
        : [{ rows: rows.map((row) => salesCells(studio, header, row)) }],
    totals: [
      form === 'html' ? 'Grand Total' : 'Total',
      ...salesTotals(studio, header, rows, offCents).slice(1),
    ],
    dayFirst,
    mark: !dayFirst,
  }
}

export const salesExporter = exporterOf<SaleRow>({
  forms: ['csv', 'csv', 'html'],
  choices: ['basis', 'returns', 'locations'],
  rowsOf: saleRows,
  besideOf: (request) =>
    allSaleRows(request).filter(
      (row) => isAsked(request, row) && !isOnBasis(request.basis, row.line, row.method),
    ),
  handsOf: salesHands,
  print,
})
