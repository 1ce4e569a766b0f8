// Cash Drawer: each sale with what its cash-equivalent tenders brought in; autopays never touch the drawer.
import { exporterOf, type ExportRequest } from './exporter.ts'
import type { Sale } from './life.ts'
import { methods } from './plan-shared.ts'
import { drawerHands, type DrawerRow } from './plant-drawer.ts'
import type { Cell, Sheet } from './report-sheet.ts'
import { allSaleRows, isAsked, isOnBasis } from './sale-rows.ts'
import { placeName } from './sales-print.ts'

/** Columns of their own; bank debits and the like stand under Other. */
const columns = [methods.cash.name, methods.check.name, methods.visa.name, methods.amex.name]

const rowsOf = (request: ExportRequest): readonly DrawerRow[] => {
  const sales = new Map<Sale, DrawerRow>()
  for (const row of allSaleRows(request)) {
    const { sale, clientId, line, method, cents } = row
    if (!isAsked({ ...request, returns: true }, row) || !isOnBasis('cash', line, method)) continue
    if (sale.lines.every(({ contractId }) => contractId !== undefined)) continue
    const known = sales.get(sale)
    const byMethod = new Map(known?.byMethod)
    byMethod.set(method, (byMethod.get(method) ?? 0) + cents)
    sales.set(sale, {
      key: String(sale.id),
      neighbourhoods: [`sale ${sale.id}`, `client ${clientId}`],
      cents: (known?.cents ?? 0) + cents,
      sale,
      saleId: sale.id,
      clientId,
      locationId: sale.locationId,
      byMethod,
    })
  }
  return [...sales.values()].sort((one, other) => one.saleId - other.saleId)
}

const print = ({ studio }: ExportRequest, rows: readonly DrawerRow[], offCents: number): Sheet => {
  const cellsOf = (row: DrawerRow): readonly Cell[] => {
    const { client } = row.sale
    const name = client === undefined ? 'Walk-in' : `${client.last}, ${client.first}`
    const known = columns.map((method) => row.byMethod.get(method) ?? 0)
    return [
      { text: name, href: `/ASP/adm/adm_clt_purch.asp?tabID=3&ID=${row.clientId}` },
      String(row.saleId),
      placeName(studio, row.locationId),
      '',
      ...known.map((cents) => ({ cents })),
      { cents: row.cents - known.reduce((sum, cents) => sum + cents, 0) },
      { cents: row.cents },
    ]
  }
  const total = rows.reduce((sum, { cents }) => sum + cents, offCents)
  const blank = Array.from({ length: columns.length + 4 }, () => '')
  return {
    header: ['Client', 'Sale ID', 'Location', 'Notes/Check #', ...columns, 'Other', 'Total'],
    tables: [{ rows: rows.map(cellsOf) }],
    totals: ['Total Received', ...blank, { cents: total }],
    dayFirst: studio.plan.taxInclusive,
  }
}

export const cashDrawer = exporterOf<DrawerRow>({
  forms: ['html', 'csv', 'xlsx'],
  choices: ['locations'],
  rowsOf,
  handsOf: drawerHands,
  print,
})
