// Planted differences: native exports that are wrong on purpose, and the exact list of what is wrong in them.
import type { Random } from './random.ts'

/** What can be planted, by the numbers of the classes: 1 to 3 are about a whole file, so one per file and nothing beside it. */
export const plantCauses = [
  'parse_control_total',
  'export_truncated',
  'settings_mismatch',
  'timezone_date_shift',
  'location_98',
  'duplicate',
  'returned_or_voided',
  'tax_inclusion',
  'tip_inclusion',
  'discount_presentation',
  'gift_card_basis',
  'account_tender_basis',
  'late_edit_after_export',
  'settlement_vs_sale_date',
  'combined_autopay',
  'category_mapping',
  'pack_revenue_basis',
  'client_merge',
  'inactive_location',
  'missing_in_api',
  'missing_in_native',
  'rounding',
  'unexplained',
] as const

export type PlantCause = (typeof plantCauses)[number]

/** So many differences of a cause; of `export_truncated` so many rows cut off. */
export interface Plant {
  readonly cause: PlantCause
  readonly count: number
}

export interface PlantedDifference {
  readonly cause: PlantCause
  /** What the row is known by: `saleId/item`, `clientId/class/day time`, a category, a tender. */
  readonly key: string
  /** The file's amount less the true one: cents, or a count where the report counts. What is only moved has 0. */
  readonly amountCents: number
}

/** A report row as planting sees it; the rest of the row rides along. */
export interface PlantRow {
  readonly key: string
  /** Rows that might be taken for each other share one: no two plants touch the same neighbourhood. */
  readonly neighbourhoods: readonly string[]
  /** The report's measure: cents, or a count. */
  readonly cents: number
}

/** One plant: rows that leave the file and rows that come in their place. */
export interface Planting<Row> {
  readonly take: readonly Row[]
  readonly put: readonly Row[]
  /** The differences it makes; left out, one with the key of its first row and all the money. */
  readonly told?: readonly { readonly key: string; readonly cents: number }[]
}

/** How a cause is planted on a row; undefined where the row's facts do not allow it, or allow another cause as well. */
type Hand<Row> = (row: Row, nth: number) => Planting<Row> | undefined

/** The causes a report can carry, each with how it is planted. */
export type Hands<Row> = Readonly<Partial<Record<PlantCause, Hand<Row>>>>

/** What differences are drawn from: the rows of the file, those of the period that its basis leaves out, and the hands. */
interface Ground<Row> {
  readonly rows: readonly Row[]
  readonly beside: readonly Row[]
  readonly hands: Hands<Row>
}

interface Planted<Row> {
  readonly rows: readonly Row[]
  readonly planted: readonly PlantedDifference[]
  /** Why not all could be planted. */
  readonly lacking: string | undefined
}

const centsOf = (rows: readonly PlantRow[]): number => rows.reduce((sum, { cents }) => sum + cents, 0)

/** Causes that also bring in rows the report leaves out by its basis. */
const fromBeside: readonly PlantCause[] = ['gift_card_basis', 'account_tender_basis']

/** Plants the asked differences, each on rows of its own, and stops where the period has too few fitting rows. */
export const plantDifferences = <Row extends PlantRow>(
  ground: Ground<Row>,
  plants: readonly Plant[],
  random: Random,
): Planted<Row> => {
  const { rows, beside, hands } = ground
  const touched = new Set<string>()
  const taken = new Set<Row>()
  const put = new Map<Row, readonly Row[]>()
  const planted: PlantedDifference[] = []
  let lacking: string | undefined
  const isFree = (row: Row): boolean => !row.neighbourhoods.some((name) => touched.has(name))
  for (const { cause, count } of plants) {
    const hand = hands[cause]
    if (hand === undefined) lacking ??= `this report cannot carry ${cause}`
    if (hand === undefined || lacking !== undefined) break
    for (let nth = 0; nth < count; nth += 1) {
      const pool = fromBeside.includes(cause) ? [...rows, ...beside] : rows
      const fitting = pool.filter((row) => isFree(row) && hand(row, nth)?.take.every(isFree) === true)
      if (fitting.length === 0) {
        lacking = `the period has no row left to plant ${cause} on`
        break
      }
      const row = random.pick(fitting)
      const planting = hand(row, nth) ?? { take: [], put: [] }
      for (const { neighbourhoods } of [row, ...planting.take])
        for (const name of neighbourhoods) touched.add(name)
      for (const gone of planting.take) taken.add(gone)
      put.set(row, planting.put)
      const { key } = planting.put[0] ?? row
      const told = planting.told ?? [{ key, cents: centsOf(planting.put) - centsOf(planting.take) }]
      for (const { key: name, cents } of told) planted.push({ cause, key: name, amountCents: cents })
    }
  }
  return {
    rows: [
      ...rows.flatMap((row) => [...(taken.has(row) ? [] : [row]), ...(put.get(row) ?? [])]),
      ...beside.flatMap((row) => put.get(row) ?? []),
    ],
    planted,
    lacking,
  }
}

/** The neighbouring date a time within reach of midnight gets when its clock is read in UTC, or an hour off near midnight. */
export const neighbouringDate = (local: string, offsetMinutes: number): string | undefined => {
  const minutes = Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
  const move =
    minutes - offsetMinutes >= 1440 || minutes >= 1380 ? 1 : minutes < Math.max(60, offsetMinutes) ? -1 : 0
  if (move === 0) return undefined
  return new Date(Date.parse(`${local.slice(0, 10)}T00:00:00Z`) + move * 86_400_000)
    .toISOString()
    .slice(0, 10)
}
