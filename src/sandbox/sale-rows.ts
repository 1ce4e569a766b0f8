// The rows of the sales reports: a line of a sale and what one tender paid of it, by basis, locations, returns and period.
import type { ExportRequest, ExportSettings } from './exporter.ts'
import { salesOf } from './figures.ts'
import type { Line, Sale } from './life.ts'
import { methods } from './plan-shared.ts'
import type { PlantRow } from './plant.ts'
import { saleClientId } from './shop.ts'
import { rowsOfSale } from './tender-shares.ts'

/** A row to print. What planting may change stands beside the sale and the line it came from. */
export interface SaleRow extends PlantRow {
  readonly sale: Sale
  readonly line: Line
  readonly method: string
  readonly saleId: number
  readonly clientId: string
  readonly locationId: number
  readonly localDate: string
  readonly quantity: number
}

const deposits: readonly string[] = ['gift_card', 'account_credit', 'account_payment']

/** Lines that take money without selling anything yet. */
export const isDeposit = ({ item }: Line): boolean => deposits.includes(item.kind)

const notCash: readonly string[] = [methods.account.name, methods.giftCard.name, methods.comp.name]

/** Accrual: everything sold, whatever the tender, but no deposits. Cash: what cash-equivalent tenders paid, deposits as well. */
export const isOnBasis = (basis: ExportSettings['basis'], line: Line, method: string): boolean =>
  basis === 'accrual' ? !isDeposit(line) : !notCash.includes(method)

const rowOf = (sale: Sale, part: { line: Line; method: string; cents: number }): SaleRow => {
  const { line, method, cents } = part
  const clientId = saleClientId(sale)
  return {
    key: `${sale.id}/${line.item.name}`,
    neighbourhoods: [`sale ${sale.id}`, `${clientId}/${line.item.name}`],
    cents,
    sale,
    line,
    method,
    saleId: sale.id,
    clientId,
    locationId: sale.locationId,
    localDate: sale.soldLocal.slice(0, 10),
    quantity: line.quantity,
  }
}

/** Every row of a site's life on both bases. */
export const allSaleRows = ({ business, studio }: ExportRequest): readonly SaleRow[] => {
  const rows: SaleRow[] = []
  for (const sale of salesOf(business, studio))
    for (const part of rowsOfSale(sale, studio.plan.coin)) rows.push(rowOf(sale, part))
  return rows
}

/** True for a row of the period at one of the locations, a return only where returns are wanted; on either basis. */
export const isAsked = (
  { from, to, locations, returns }: ExportRequest,
  { localDate, locationId, quantity }: SaleRow,
): boolean =>
  localDate >= from &&
  localDate <= to &&
  (locations === undefined || locations.includes(locationId)) &&
  (returns || quantity > 0)

/** The rows of a report in its order: grouped by payment method, within one by day and sale. */
export const saleRows = (request: ExportRequest): readonly SaleRow[] =>
  allSaleRows(request)
    .filter((row) => isAsked(request, row) && isOnBasis(request.basis, row.line, row.method))
    .sort(
      (one, other) =>
        one.method.localeCompare(other.method) ||
        one.localDate.localeCompare(other.localDate) ||
        one.saleId - other.saleId,
    )
