// Gift cards and client accounts on the wrong side of the basis: a row the report counts left out, or one it does not brought in.
import { isOnBasis, type SaleRow } from './sale-rows.ts'
import type { ExportRequest } from './exporter.ts'
import { methods } from './plan-shared.ts'
import type { Hands, Planting } from './plant.ts'
import type { SaleFacts } from './sale-facts.ts'

/** Hands that also take rows of the other basis, which lie beside the file. */
export const depositHands = ({ basis }: ExportRequest, facts: SaleFacts): Hands<SaleRow> => {
  const isClear = (row: SaleRow): boolean =>
    row.cents > 0 &&
    row.quantity > 0 &&
    !row.line.returned &&
    row.line.item.kind !== 'tip' &&
    row.sale.lines.length === 1 &&
    row.sale.soldLocal === row.sale.originalLocal &&
    !facts.isChanged(row) &&
    facts.isActive(row) &&
    facts.isLonely(row)
  /** Money of a kind: paid with it, or selling it. */
  const handOf =
    (tender: string, kinds: readonly string[]) =>
    (row: SaleRow): Planting<SaleRow> | undefined => {
      const isOwn = row.method === tender || kinds.includes(row.line.item.kind)
      if (!isOwn || !isClear(row)) return undefined
      return isOnBasis(basis, row.line, row.method) ? { take: [row], put: [] } : { take: [], put: [row] }
    }
  return {
    gift_card_basis: handOf(methods.giftCard.name, ['gift_card']),
    account_tender_basis: handOf(methods.account.name, ['account_credit', 'account_payment']),
  }
}
