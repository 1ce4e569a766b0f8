// Sales by Category, by Service and by Product: one row for each name, with what was sold under it.
import { exporterOf, type ExportRequest, type Exporter } from './exporter.ts'
import { soldHands } from './plant-sold.ts'
import type { Cell, Sheet } from './report-sheet.ts'
import { soldRows, type SoldBy, type SoldRow } from './sold-rows.ts'

const headers: Readonly<Record<SoldBy, readonly string[]>> = {
  category: ['Category', 'Quantity', 'Subtotal', 'Discount', 'Tax', 'Total'],
  service: ['Service', 'Category', 'Quantity', 'Subtotal', 'Discount', 'Tax', 'Total'],
  product: ['Product', 'Category', 'Quantity', 'Subtotal', 'Discount', 'Tax', 'Total'],
}

const figures = (rows: readonly SoldRow[], offCents: number): readonly Cell[] => {
  const sum = (pick: (row: SoldRow) => number): number => rows.reduce((total, row) => total + pick(row), 0)
  return [
    { count: sum(({ quantity }) => quantity) },
    { cents: sum(({ cents }) => cents) + offCents },
    { cents: sum(({ discountCents }) => discountCents) },
    { cents: sum(({ taxCents }) => taxCents) },
    { cents: sum(({ cents, taxCents }) => cents + taxCents) },
  ]
}

const printBy =
  (by: SoldBy) =>
  ({ studio }: ExportRequest, rows: readonly SoldRow[], offCents: number): Sheet => {
    const names = (name: string, category: string): readonly Cell[] =>
      by === 'category' ? [name] : [name, category]
    return {
      header: headers[by],
      tables: [{ rows: rows.map((row) => [...names(row.name, row.category), ...figures([row], 0)]) }],
      totals: [...names('Total', ''), ...figures(rows, offCents)],
      dayFirst: studio.plan.taxInclusive,
    }
  }

const soldBy = (by: SoldBy): Exporter =>
  exporterOf<SoldRow>({
    forms: ['csv', 'html', 'xlsx'],
    choices: ['basis', 'returns', 'locations'],
    rowsOf: (request) => soldRows(request, by),
    handsOf: (_request, rows) => soldHands(by, rows),
    print: printBy(by),
  })

export const salesByCategory = soldBy('category')
export const salesByService = soldBy('service')
export const salesByProduct = soldBy('product')
