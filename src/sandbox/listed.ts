// Reports that list things, a row each: what planting may change of a row, and the hands that all of them share.
import type { Studio } from './life.ts'
import { onlineLocationId } from './plan-shared.ts'
import type { Hands, PlantRow } from './plant.ts'
import { hashOf } from './random.ts'

/** A row of a list as planting sees it; what else is printed of it rides along. */
export interface ListedRow extends PlantRow {
  readonly clientId: string
  /** What the report groups by: a service category, a status. */
  readonly category: string
  /** Where it happened, in reports that tell. */
  readonly locationId?: number
  /** Nothing else in the file could be taken for it. */
  readonly plain: boolean
  /** Edited after the file was exported: whatever is wrong with it may be put down to that. */
  readonly isChanged?: boolean
}

interface ListedHands<Row> {
  readonly studio: Studio
  readonly unit: 'money' | 'count'
  /** A row of something the studio's system never had, made to look like this one. */
  readonly invent: (row: Row, nth: number) => Row
  /** Names a row may wrongly be listed under; none where the report has no categories. */
  readonly categories?: readonly string[]
  /** True where clients stand beside what a row is known by, or a row tells enough without: an old number is seen then. */
  readonly hasClients: boolean
  /** True where what it lists can be sold in the online store. */
  readonly isSoldOnline?: boolean
  /** True where rows are sums by name: two that are off by opposite amounts are the same money under another name. */
  readonly areSums?: boolean
}

/**
 * Another number of a client: that of the file theirs was made one with; where nothing was merged, one that the studio's system gives
 * to nobody any more.
 */
const otherNumber = ({ merges }: Studio, { key, clientId }: ListedRow): string => {
  const made = merges.find(({ removed, kept }) => removed.id === clientId || kept.id === clientId)
  if (made === undefined) return `880${String(hashOf(key) % 1_000_000).padStart(6, '0')}`
  return made.removed.id === clientId ? made.kept.id : made.removed.id
}

const sum = (rows: readonly PlantRow[]): number => rows.reduce((total, { cents }) => total + cents, 0)

/** True of a place the studio no longer has. */
export const isGivenUp = ({ plan }: Studio, locationId: number): boolean =>
  locationId !== onlineLocationId && plan.locations.every(({ id }) => id !== locationId)

/** Rows left out, listed twice, made up, filed elsewhere, under an old number, or with an amount that nothing accounts for. */
export const listedHands = <Row extends ListedRow>(options: ListedHands<Row>): Hands<Row> => {
  const { studio, unit, invent, categories = [], hasClients, isSoldOnline = false, areSums = false } = options
  const isGone = ({ locationId }: Row): boolean => locationId !== undefined && isGivenUp(studio, locationId)
  const isQuiet = (row: Row): boolean => row.plain && !isGone(row) && row.isChanged !== true
  const hand =
    (change: (row: Row, nth: number) => readonly Row[] | undefined, fits: (row: Row) => boolean = isQuiet) =>
    (row: Row, nth: number) => {
      const put = fits(row) ? change(row, nth) : undefined
      // Whatever became of the row, it is found by what the studio knows it by.
      return put && { take: [row], put, told: [{ key: row.key, cents: sum(put) - row.cents }] }
    }
  const odd = (nth: number): number => (unit === 'money' ? 137 + 211 * nth : 2 + nth)
  const repriced = (off: (nth: number) => number) =>
    hand((row, nth) => [{ ...row, cents: row.cents + off(nth) }])
  return {
    duplicate: hand((row) => [row, row]),
    missing_in_native: hand(() => []),
    missing_in_api: (row, nth) => (isQuiet(row) ? { take: [], put: [invent(row, nth)] } : undefined),
    inactive_location: hand(
      () => [],
      (row) => row.plain && isGone(row) && row.isChanged !== true,
    ),
    // Another amount, or no such row yet, in a file that is older than the last reading of it.
    late_edit_after_export: hand(
      (row, nth) => (nth % 2 === 0 ? [{ ...row, cents: row.cents + odd(nth) }] : []),
      (row) => row.plain && row.isChanged === true,
    ),
    unexplained: repriced(odd),
    ...(unit === 'money' && { rounding: repriced((nth) => (areSums || nth % 2 === 0 ? 1 : -1)) }),
    ...(categories.length > 1 && {
      category_mapping: hand((row) => {
        const category = categories.find((name) => name !== row.category)
        return row.category === '' || category === undefined ? undefined : [{ ...row, category }]
      }),
    }),
    ...(hasClients && {
      client_merge: hand((row) => [{ ...row, clientId: otherNumber(studio, row) }]),
    }),
    ...(isSoldOnline && {
      location_98: hand((row) =>
        row.locationId === onlineLocationId ? undefined : [{ ...row, locationId: onlineLocationId }],
      ),
    }),
  }
}
