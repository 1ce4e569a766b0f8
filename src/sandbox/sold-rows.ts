// The rows of Sales by Category, by Service and by Product: lines of a period summed by name, net of discount and without tax.
import type { ExportRequest } from './exporter.ts'
import type { Line } from './life.ts'
import { methods, onlineLocationId } from './plan-shared.ts'
import type { PlantRow } from './plant.ts'
import { isOnBasis, saleRows, type SaleRow } from './sale-rows.ts'
import { isService } from './till.ts'

/** What is printed of a group, and what planting must know of it. Its measure is the subtotal. */
export interface SoldRow extends PlantRow {
  readonly name: string
  readonly category: string
  readonly quantity: number
  readonly discountCents: number
  readonly taxCents: number
  readonly tipCents: number
  /** Of the subtotal, what gift cards and client accounts paid, or took in. */
  readonly giftCardCents: number
  readonly accountCents: number
  /** Of the subtotal, what returns, the online store, closed places and late edits each make. */
  readonly apartCents: readonly number[]
  /** The subtotal by item sold. */
  readonly byItem: ReadonlyMap<string, number>
}

/** A line as one basis sees it. */
interface SoldLine {
  readonly line: Line
  readonly quantity: number
  readonly net: number
  readonly tax: number
  readonly discount: number
  readonly tip: number
  readonly giftCard: number
  readonly account: number
  /** The net amount where it is a return's, the online store's, a closed place's, a late edit's; else nothing. */
  readonly apart: readonly number[]
}

/** A part of an amount, rounded to the coin away from zero on half of one. */
const partOf = (amount: number, part: number, whole: number, coin: number): number => {
  if (part === whole) return amount
  if (whole === 0) return 0
  const exact = Math.abs(amount * part) / Math.abs(whole) / coin
  return Math.sign(amount * part) * Math.sign(whole) * Math.floor(exact + 0.5) * coin
}

const kindsApart = (
  { studio, changedSales }: ExportRequest,
  [row]: readonly SaleRow[],
): readonly boolean[] => {
  if (row === undefined) return []
  const { locationId, saleId, line } = row
  const isOnline = locationId === onlineLocationId
  const isOpen = isOnline || studio.plan.locations.some(({ id }) => id === locationId)
  return [line.quantity < 0, isOnline, !isOpen, changedSales.has(saleId)]
}

/** All tenders of a line as one: on cash only new money counts, with its share of tax and discount. */
const soldLine = (request: ExportRequest, line: Line, rows: readonly SaleRow[]): SoldLine => {
  const { basis, studio } = request
  const { coin = 1 } = studio.plan
  const sum = (fits: (row: SaleRow) => boolean): number =>
    rows.reduce((total, row) => (fits(row) ? total + row.cents : total), 0)
  const fresh = sum(({ method }) => isOnBasis('cash', line, method))
  const freshTax = partOf(line.taxCents, fresh, line.totalCents, coin)
  const isCash = basis === 'cash'
  const tax = isCash ? freshTax : line.taxCents
  const net = isCash ? fresh - freshTax : line.totalCents - line.taxCents
  const stored = isCash ? 0 : line.totalCents - line.taxCents - (fresh - freshTax)
  const paidBy = (name: string): boolean => rows.some(({ method }) => method === name)
  return {
    line,
    // What new money paid carries the pieces, else they stand where the rest is.
    quantity: line.quantity,
    net,
    tax,
    discount: isCash ? partOf(line.discountCents, fresh, line.totalCents, coin) : line.discountCents,
    tip: line.item.kind === 'tip' ? net : 0,
    giftCard: line.item.kind === 'gift_card' ? net : paidBy(methods.giftCard.name) ? stored : 0,
    account: line.item.kind.startsWith('account_') ? net : paidBy(methods.account.name) ? stored : 0,
    apart: kindsApart(request, rows).map((isOwn) => (isOwn ? net : 0)),
  }
}

const soldLines = (request: ExportRequest): readonly SoldLine[] => {
  const byLine = new Map<Line, SaleRow[]>()
  // The cash basis is cut out of all tenders of a line, so the lines are gathered on either basis.
  const wanted = new Set(saleRows(request).map(({ line }) => line))
  for (const basis of ['accrual', 'cash'] as const)
    for (const row of saleRows({ ...request, basis })) {
      if (!wanted.has(row.line)) continue
      const rows = byLine.get(row.line) ?? []
      if (!rows.some((other) => other.method === row.method)) rows.push(row)
      byLine.set(row.line, rows)
    }
  return [...byLine].map(([line, rows]) => soldLine(request, line, rows))
}

export type SoldBy = 'category' | 'service' | 'product'

const isIn: Readonly<Record<SoldBy, (line: Line) => boolean>> = {
  category: () => true,
  service: ({ item }) => isService(item),
  product: ({ item }) => item.kind === 'retail',
}

/** Categories that differ by letter case or blanks are one; one without a name is called so. */
const groupKey = (name: string): string => name.trim().toLowerCase()

export const soldRows = (request: ExportRequest, by: SoldBy): readonly SoldRow[] => {
  const { categories } = request.studio.plan
  const categoryOf = ({ item }: Line): string => {
    const name = categories.find(({ id }) => id === item.categoryId)?.name ?? ''
    return name.trim() === '' ? 'Uncategorized' : name
  }
  const groups = new Map<string, SoldLine[]>()
  for (const sold of soldLines(request)) {
    if (!isIn[by](sold.line)) continue
    const name = groupKey(by === 'category' ? categoryOf(sold.line) : sold.line.item.name)
    groups.set(name, [...(groups.get(name) ?? []), sold])
  }
  const rows = [...groups.values()].flatMap((group): readonly SoldRow[] => {
    const [first] = group
    if (first === undefined) return []
    const category = categoryOf(first.line)
    const name = by === 'category' ? category : first.line.item.name
    const sum = (pick: (sold: SoldLine) => number): number =>
      group.reduce((total, sold) => total + pick(sold), 0)
    const byItem = new Map<string, number>()
    for (const { line, net } of group) byItem.set(line.item.name, (byItem.get(line.item.name) ?? 0) + net)
    return [
      {
        key: name,
        neighbourhoods: [name],
        cents: sum(({ net }) => net),
        name,
        category,
        quantity: sum(({ quantity }) => quantity),
        discountCents: sum(({ discount }) => discount),
        taxCents: sum(({ tax }) => tax),
        tipCents: sum(({ tip }) => tip),
        giftCardCents: sum(({ giftCard }) => giftCard),
        accountCents: sum(({ account }) => account),
        apartCents: first.apart.map((_, kind) => sum(({ apart }) => apart[kind] ?? 0)),
        byItem,
      },
    ]
  })
  return rows.sort((one, other) => one.name.localeCompare(other.name))
}
