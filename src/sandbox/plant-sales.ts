// How the Sales report is made wrong, class by class: each on rows whose facts allow that class and no other.
import type { ExportRequest } from './exporter.ts'
import type { Hands, Planting } from './plant.ts'
import { depositHands } from './plant-deposits.ts'
import { dateHands } from './plant-dates.ts'
import { onlineLocationId } from './plan-shared.ts'
import { allSaleRows, type SaleRow } from './sale-rows.ts'
import { saleFacts, type SaleFacts } from './sale-facts.ts'

const swap = (row: SaleRow, ...put: readonly SaleRow[]): Planting<SaleRow> => ({ take: [row], put })

/** Rows whose amount differs by a part of the line. */
const amountHands = (facts: SaleFacts): Hands<SaleRow> => ({
  tax_inclusion: (row) => {
    const { taxCents, discountCents } = row.line
    if (!facts.isOwnLine(row) || taxCents <= 0 || taxCents === discountCents) return undefined
    return swap(row, { ...row, cents: row.cents - taxCents })
  },
  discount_presentation: (row) => {
    const { taxCents, discountCents } = row.line
    if (!facts.isOwnLine(row) || discountCents <= 0 || taxCents === discountCents) return undefined
    return swap(row, { ...row, cents: row.cents + discountCents })
  },
  tip_inclusion: (row) => {
    const tipCents = facts.tipCents(row)
    if (row.line.item.kind === 'tip')
      return row.cents > 0 && row.sale.payments.length === 1 && facts.isQuiet(row) ? swap(row) : undefined
    const parts = [0, row.line.taxCents, row.line.discountCents]
    if (parts.includes(tipCents) || row.sale.payments.length > 1 || !facts.isQuiet(row)) return undefined
    return swap(row, { ...row, cents: row.cents + tipCents })
  },
  rounding: (row, nth) =>
    facts.isPlain(row) && facts.oneCentIsNoPart(row)
      ? swap(row, { ...row, cents: row.cents + (nth % 2 === 0 ? 1 : -1) })
      : undefined,
  unexplained: (row, nth) =>
    facts.isPlain(row) ? swap(row, { ...row, cents: row.cents + facts.oddCents(row, nth) }) : undefined,
})

/** Rows in the file that are not in the system, and the reverse. */
const presenceHands = (facts: SaleFacts, unknownSale: (nth: number) => number): Hands<SaleRow> => ({
  duplicate: (row) => (facts.isLonely(row) && facts.isPlain(row) ? swap(row, row, row) : undefined),
  returned_or_voided: (row, nth) => {
    if (nth % 2 === 1 && facts.hasReturns) return facts.isReturn(row) ? swap(row) : undefined
    if (!facts.isPlain(row)) return undefined
    return swap(row, row, { ...row, cents: -row.cents, quantity: -row.quantity })
  },
  missing_in_api: (row, nth) => {
    if (!facts.isPlain(row) || !facts.isLonely(row)) return undefined
    const saleId = unknownSale(nth)
    const invented = { ...row, saleId, key: `${saleId}/${row.line.item.name}` }
    return { take: [], put: [invented] }
  },
  missing_in_native: (row) => (facts.isPlain(row) && facts.isLonely(row) ? swap(row) : undefined),
  inactive_location: (row) => (facts.isStranded(row) && facts.isLonely(row) ? swap(row) : undefined),
})

/** Rows that are right but for a fact beside the money. */
const factHands = (facts: SaleFacts): Hands<SaleRow> => ({
  location_98: (row) => {
    const home = row.sale.client?.homeLocationId
    if (!facts.isPlain(row) || home === undefined) return undefined
    return swap(row, { ...row, locationId: row.locationId === onlineLocationId ? home : onlineLocationId })
  },
  client_merge: (row, nth) =>
    facts.isPlain(row) && row.sale.client !== undefined
      ? swap(row, { ...row, clientId: String(770_001 + nth) })
      : undefined,
  combined_autopay: (row) => {
    if (!facts.isAutopay(row)) return undefined
    const others = facts.autopaysBeside(row)
    if (others.length === 0 || others.some((other) => other.saleId < row.saleId)) return undefined
    const cents = others.reduce((sum, other) => sum + other.cents, row.cents)
    return { take: [row, ...others], put: [{ ...row, cents }], told: [{ key: row.key, cents: 0 }] }
  },
})

/** Everything the Sales report can carry, on the rows of a request. */
export const salesHands = (request: ExportRequest, rows: readonly SaleRow[]): Hands<SaleRow> => {
  const facts = saleFacts(request, rows, allSaleRows(request))
  return {
    ...amountHands(facts),
    ...presenceHands(facts, (nth) => 990_001 + nth),
    ...factHands(facts),
    ...dateHands(request, facts),
    ...depositHands(request, facts),
  }
}
