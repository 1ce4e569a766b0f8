// What planting must know of a row of the sales reports, so that what it does can be only the one thing.
import type { ExportRequest } from './exporter.ts'
import { methods, onlineLocationId } from './plan-shared.ts'
import { isDeposit, type SaleRow } from './sale-rows.ts'

export interface SaleFacts {
  /** One line, one tender, some money: nothing else of its sale is in the file. */
  readonly isSingle: (row: SaleRow) => boolean
  /** Not returned, moved, edited since, a deposit, or at a place that was closed. */
  readonly isQuiet: (row: SaleRow) => boolean
  /** Single, quiet, no tip, and paid in new money. */
  readonly isPlain: (row: SaleRow) => boolean
  /** Like plain, but other lines may stand on the ticket, which holds no tip and the item once. */
  readonly isOwnLine: (row: SaleRow) => boolean
  /** Plain in all but its place, which the studio has given up. */
  readonly isStranded: (row: SaleRow) => boolean
  /** Nobody bought the same for the same within two days. */
  readonly isLonely: (row: SaleRow) => boolean
  /** At a place the studio still has, or in its online store. */
  readonly isActive: (row: SaleRow) => boolean
  readonly isReturn: (row: SaleRow) => boolean
  readonly hasReturns: boolean
  readonly isAutopay: (row: SaleRow) => boolean
  /** The other autopays of the row's client on its day. */
  readonly autopaysBeside: (row: SaleRow) => readonly SaleRow[]
  /** Tips on the ticket of a line that is its first one without. */
  readonly tipCents: (row: SaleRow) => number
  /** Plain, but edited after the file was exported. */
  readonly isChangedPlain: (row: SaleRow) => boolean
  readonly isChanged: (row: SaleRow) => boolean
  /** A cent is neither its tax nor its discount. */
  readonly oneCentIsNoPart: (row: SaleRow) => boolean
  /** An odd amount that is none of the line's parts. */
  readonly oddCents: (row: SaleRow, nth: number) => number
}

const dayGap = (one: string, other: string): number =>
  Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000

const sameThing = ({ clientId, line, cents }: SaleRow): string => `${clientId}/${line.item.name}/${cents}`

const groupsOf = (rows: readonly SaleRow[], keyOf: (row: SaleRow) => string) => {
  const groups = new Map<string, SaleRow[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}

/** The facts of a report's rows, judged within the whole of the site's life. */
export const saleFacts = (
  { studio, changedSales }: ExportRequest,
  rows: readonly SaleRow[],
  all: readonly SaleRow[],
): SaleFacts => {
  const alike = groupsOf(all, sameThing)
  const places = new Set([onlineLocationId, ...studio.plan.locations.map(({ id }) => id)])
  const autopayKey = (row: SaleRow): string => `${row.clientId}/${row.localDate}`
  const isAutopay = ({ line, cents, quantity, sale }: SaleRow): boolean =>
    line.contractId !== undefined && quantity > 0 && cents > 0 && sale.lines.length === 1
  const autopays = groupsOf(rows.filter(isAutopay), autopayKey)
  const isActive = ({ sale }: SaleRow): boolean => places.has(sale.locationId)
  const isChanged = ({ sale }: SaleRow): boolean => changedSales.has(sale.id)
  const isSingle = ({ sale, cents }: SaleRow): boolean =>
    sale.lines.length === 1 && sale.payments.length === 1 && cents !== 0
  const isUnmoved = (row: SaleRow): boolean =>
    !row.line.returned &&
    row.quantity > 0 &&
    row.sale.soldLocal === row.sale.originalLocal &&
    !isDeposit(row.line)
  const isSound = (row: SaleRow): boolean => isUnmoved(row) && isActive(row)
  const isNewMoney = ({ method }: SaleRow): boolean =>
    method !== methods.account.name && method !== methods.giftCard.name
  const isFresh = (row: SaleRow): boolean => row.cents > 0 && row.line.item.kind !== 'tip' && isNewMoney(row)
  const isPaid = (row: SaleRow): boolean => isSound(row) && isFresh(row)
  const isWorth = (row: SaleRow): boolean => isSingle(row) && isPaid(row)
  const tipCents = ({ sale, line }: SaleRow): number =>
    sale.lines.find(({ item }) => item.kind !== 'tip') === line
      ? sale.lines.reduce((sum, { item, totalCents }) => (item.kind === 'tip' ? sum + totalCents : sum), 0)
      : 0
  const isReturn = (row: SaleRow): boolean => row.quantity < 0 && row.cents < 0 && isSingle(row)
  return {
    isSingle,
    isQuiet: (row) => isSound(row) && !isChanged(row),
    isPlain: (row) => isWorth(row) && !isChanged(row),
    isOwnLine: (row) =>
      isPaid(row) &&
      !isChanged(row) &&
      row.sale.payments.length === 1 &&
      row.sale.lines.every(
        (line) => line === row.line || (line.item !== row.line.item && line.item.kind !== 'tip'),
      ),
    isChangedPlain: (row) => isWorth(row) && isChanged(row),
    isStranded: (row) => isSingle(row) && isUnmoved(row) && !isActive(row) && isFresh(row) && !isChanged(row),
    isLonely: (row) =>
      (alike.get(sameThing(row)) ?? []).every(
        (other) => other.sale === row.sale || dayGap(other.localDate, row.localDate) > 2,
      ),
    isActive,
    isReturn,
    hasReturns: rows.some(isReturn),
    isAutopay,
    autopaysBeside: (row) => (autopays.get(autopayKey(row)) ?? []).filter((other) => other !== row),
    tipCents,
    isChanged,
    oneCentIsNoPart: ({ line }) => Math.abs(line.taxCents) !== 1 && Math.abs(line.discountCents) !== 1,
    oddCents: (row, nth) => {
      const { taxCents, discountCents } = row.line
      const taken = [taxCents, discountCents, tipCents(row), row.cents].map(Math.abs)
      let odd = 137 + 211 * nth
      while (taken.includes(odd)) odd += 1
      return odd
    },
  }
}
