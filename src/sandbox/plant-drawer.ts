// How the Cash Drawer report is made wrong: a row is a whole sale, so its parts are those of all its lines.
import type { ExportRequest } from './exporter.ts'
import type { Line, Sale } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import type { Hands, Planting, PlantRow } from './plant.ts'
import { isDeposit } from './sale-rows.ts'

export interface DrawerRow extends PlantRow {
  readonly sale: Sale
  readonly saleId: number
  readonly clientId: string
  readonly locationId: number
  /** What each tender paid. */
  readonly byMethod: ReadonlyMap<string, number>
}

const swap = (row: DrawerRow, ...put: readonly DrawerRow[]): Planting<DrawerRow> => ({ take: [row], put })

const sumOf = ({ sale }: DrawerRow, pick: (line: Line) => number): number =>
  sale.lines.reduce((sum, line) => sum + pick(line), 0)

const partsOf = (row: DrawerRow) => {
  const tax = sumOf(row, ({ taxCents }) => taxCents)
  const discount = sumOf(row, ({ discountCents }) => discountCents)
  const tip = sumOf(row, ({ item, totalCents }) => (item.kind === 'tip' ? totalCents : 0))
  return { tax, discount, tip, all: [tax, discount, tip].map(Math.abs) }
}

/** What the Cash Drawer can carry. A clear row: sold once, as it stood then, for new money, and not given back. */
export const drawerHands = (
  { studio, changedSales, form }: ExportRequest,
  rows: readonly DrawerRow[],
): Hands<DrawerRow> => {
  const places = new Set([onlineLocationId, ...studio.plan.locations.map(({ id }) => id)])
  const isActive = ({ sale }: DrawerRow): boolean => places.has(sale.locationId)
  const isSound = ({ sale, cents }: DrawerRow): boolean =>
    cents > 0 &&
    sale.payments.length === 1 &&
    sale.soldLocal === sale.originalLocal &&
    !changedSales.has(sale.id) &&
    sale.lines.every((line) => line.quantity > 0 && !line.returned && !isDeposit(line))
  const isPlain = (row: DrawerRow): boolean => {
    const { tip, all } = partsOf(row)
    return isSound(row) && isActive(row) && tip !== row.cents && all.filter((part) => part === 1).length === 0
  }
  const isLonely = (row: DrawerRow): boolean =>
    rows.filter(({ clientId, cents }) => clientId === row.clientId && cents === row.cents).length === 1
  const part = (row: DrawerRow, cents: number, sign: 1 | -1): Planting<DrawerRow> | undefined =>
    isPlain(row) && cents !== 0 && partsOf(row).all.filter((own) => own === Math.abs(cents)).length === 1
      ? swap(row, { ...row, cents: row.cents + sign * cents })
      : undefined
  return {
    location_98: (row) => {
      const home = row.sale.client?.homeLocationId
      if (!isPlain(row) || home === undefined) return undefined
      return swap(row, { ...row, locationId: row.locationId === onlineLocationId ? home : onlineLocationId })
    },
    duplicate: (row) => (isPlain(row) && isLonely(row) ? swap(row, row, row) : undefined),
    returned_or_voided: (row) =>
      isPlain(row) && isLonely(row) ? swap(row, row, { ...row, cents: -row.cents }) : undefined,
    tax_inclusion: (row) => part(row, partsOf(row).tax, -1),
    tip_inclusion: (row) => part(row, partsOf(row).tip, -1),
    discount_presentation: (row) => part(row, partsOf(row).discount, 1),
    client_merge: (row, nth) =>
      form === 'html' && isPlain(row) && row.sale.client !== undefined
        ? swap(row, { ...row, clientId: String(770_001 + nth) })
        : undefined,
    inactive_location: (row) =>
      isSound(row) && !isActive(row) && partsOf(row).tip !== row.cents && isLonely(row)
        ? swap(row)
        : undefined,
    missing_in_api: (row, nth) =>
      isPlain(row) && isLonely(row)
        ? { take: [], put: [{ ...row, saleId: 990_001 + nth, key: String(990_001 + nth) }] }
        : undefined,
    missing_in_native: (row) => (isPlain(row) && isLonely(row) ? swap(row) : undefined),
    rounding: (row, nth) =>
      isPlain(row) ? swap(row, { ...row, cents: row.cents + (nth % 2 === 0 ? 1 : -1) }) : undefined,
    unexplained: (row, nth) => {
      const odd = 137 + 211 * nth
      return isPlain(row) && !partsOf(row).all.includes(odd)
        ? swap(row, { ...row, cents: row.cents + odd })
        : undefined
    },
  }
}
