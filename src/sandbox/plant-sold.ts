// How reports that sum by name are made wrong: by a part of the sum, by a row too many or too few, by an item in another row.
import type { Hands, Planting } from './plant.ts'
import type { SoldBy, SoldRow } from './sold-rows.ts'

const swap = (row: SoldRow, cents: number): Planting<SoldRow> => ({
  take: [row],
  put: [{ ...row, cents: row.cents + cents }],
})

/** The parts of a row that could explain a difference, without signs. */
const partsOf = (row: SoldRow): readonly number[] =>
  [row.taxCents, row.discountCents, row.tipCents, row.giftCardCents, row.accountCents, ...row.apartCents].map(
    Math.abs,
  )

/** True where an amount is a part of the row just once: then nothing else can be meant. */
const isOnly = (row: SoldRow, cents: number): boolean =>
  cents !== 0 && partsOf(row).filter((part) => part === Math.abs(cents)).length === 1

const isNone = (row: SoldRow, cents: number): boolean => !partsOf(row).includes(Math.abs(cents))

/** By category: one item counted under the next category. By service or product: another category beside the same sum. */
const categoryHand =
  (by: SoldBy, rows: readonly SoldRow[]) =>
  (row: SoldRow): Planting<SoldRow> | undefined => {
    const next = rows[(rows.indexOf(row) + 1) % rows.length]
    if (next === undefined || next === row) return undefined
    if (by !== 'category') {
      const other = rows.find(({ category }) => category !== row.category)
      return other === undefined ? undefined : { take: [row], put: [{ ...row, category: other.category }] }
    }
    const moved = [...row.byItem.values()].find(
      (cents) => cents > 1 && cents !== row.cents && isNone(row, cents) && isNone(next, cents),
    )
    if (moved === undefined) return undefined
    return {
      take: [row, next],
      put: [
        { ...row, cents: row.cents - moved },
        { ...next, cents: next.cents + moved },
      ],
      told: [
        { key: row.key, cents: -moved },
        { key: next.key, cents: moved },
      ],
    }
  }

export const soldHands = (by: SoldBy, rows: readonly SoldRow[]): Hands<SoldRow> => {
  const isWhole = (row: SoldRow): boolean => row.cents > 1_000 && isNone(row, row.cents)
  return {
    duplicate: (row) => (isWhole(row) ? { take: [row], put: [row, row] } : undefined),
    tax_inclusion: (row) => (isOnly(row, row.taxCents) ? swap(row, row.taxCents) : undefined),
    discount_presentation: (row) =>
      isOnly(row, row.discountCents) ? swap(row, row.discountCents) : undefined,
    gift_card_basis: (row) => (isOnly(row, row.giftCardCents) ? swap(row, -row.giftCardCents) : undefined),
    account_tender_basis: (row) => (isOnly(row, row.accountCents) ? swap(row, -row.accountCents) : undefined),
    category_mapping: categoryHand(by, rows),
    missing_in_api: (row, nth) =>
      isWhole(row)
        ? {
            take: [],
            put: [
              { ...row, key: `Retreat ${nth + 1}`, name: `Retreat ${nth + 1}`, cents: 45_137 + 1_100 * nth },
            ],
          }
        : undefined,
    missing_in_native: (row) => (isWhole(row) ? { take: [row], put: [] } : undefined),
    rounding: (row, nth) => (isNone(row, 1) ? swap(row, nth % 2 === 0 ? 1 : -1) : undefined),
    unexplained: (row, nth) => {
      const cents = 13_703 + 2_111 * nth
      return isNone(row, cents) && isWhole(row) ? swap(row, cents) : undefined
    },
  }
}
