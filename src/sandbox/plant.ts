// Planted differences: native exports that are wrong on purpose, and the exact list of what is wrong in them.
import type { Random } from './random.ts'

export const plantCauses = [
  'timezone_date_shift',
  'missing_in_api',
  'missing_in_native',
  'returned_or_voided',
  'rounding',
  'unexplained',
] as const

type PlantCause = (typeof plantCauses)[number]

/** So many differences of a cause. */
export interface Plant {
  readonly cause: PlantCause
  readonly count: number
}

export interface PlantedDifference {
  readonly cause: PlantCause
  /** What the row is known by: `saleId/item` or `clientId/class/day time`. */
  readonly key: string
  /** The file's amount less the true one, cents. A shifted date moves no money. */
  readonly amountCents: number
}

export interface PlantedReport {
  readonly file: string
  /** Rows written, totals row not counted. */
  readonly rows: number
  /** Sum of the report's measure over the rows written, cents. */
  readonly totalCents: number
  readonly planted: readonly PlantedDifference[]
}

/** A report row as planting sees it; the rest of the row rides along. */
export interface PlantRow {
  readonly key: string
  /** Rows that might be taken for each other share it: no two plants touch the same neighbourhood. */
  readonly neighbourhood: string
  readonly localDate: string
  readonly cents: number
  /** Fit for planting: nothing else in the file could be mistaken for it. */
  readonly plain: boolean
  /** The neighbouring date another reading of the clock gives, where it gives one within the file's period. */
  readonly shiftedDate: string | undefined
  /** A line that was returned, or that is a return. */
  readonly returned: boolean
}

/** How a kind of row is changed. */
export interface PlantHands<Row extends PlantRow> {
  readonly redate: (row: Row, date: string) => Row
  readonly reprice: (row: Row, cents: number) => Row
  /** A row the studio's system never had, made to look like another. */
  readonly invent: (row: Row, nth: number) => Row
  /** The reversal of a row; absent where the report knows no returns. */
  readonly reverse?: (row: Row) => Row
}

interface Draft<Row> {
  rows: Row[]
  readonly planted: PlantedDifference[]
  readonly touched: Set<string>
}

const draw = <Row extends PlantRow>(
  draft: Draft<Row>,
  random: Random,
  cause: PlantCause,
  fits: (row: Row) => boolean,
): Row => {
  const fitting = draft.rows.filter((row) => row.plain && !draft.touched.has(row.neighbourhood) && fits(row))
  if (fitting.length === 0) throw new RangeError(`the period has no row left to plant ${cause} on`)
  const row = random.pick(fitting)
  draft.touched.add(row.neighbourhood)
  return row
}

const replace = <Row>(draft: Draft<Row>, row: Row, by: readonly Row[]): void => {
  draft.rows = draft.rows.flatMap((other) => (other === row ? by : [other]))
}

const plantOne = <Row extends PlantRow>(
  draft: Draft<Row>,
  random: Random,
  hands: PlantHands<Row>,
  cause: PlantCause,
  nth: number,
): void => {
  const sold = (row: Row): boolean => row.cents > 0 && !row.returned
  const note = (row: Row, amountCents: number): void => {
    draft.planted.push({ cause, key: row.key, amountCents })
  }
  switch (cause) {
    case 'timezone_date_shift': {
      const row = draw(draft, random, cause, ({ shiftedDate }) => shiftedDate !== undefined)
      replace(draft, row, [hands.redate(row, row.shiftedDate ?? row.localDate)])
      return note(row, 0)
    }
    case 'missing_in_api': {
      const row = draw(draft, random, cause, sold)
      const invented = hands.invent(row, nth)
      draft.rows.push(invented)
      return note(invented, invented.cents)
    }
    case 'missing_in_native': {
      const row = draw(draft, random, cause, sold)
      replace(draft, row, [])
      return note(row, -row.cents)
    }
    case 'returned_or_voided': {
      const { reverse } = hands
      if (reverse === undefined) throw new RangeError('this report knows no returns')
      const returned = draft.rows.some(
        (row) => row.plain && row.returned && !draft.touched.has(row.neighbourhood),
      )
      const row = draw(
        draft,
        random,
        cause,
        nth % 2 === 1 && returned ? (candidate) => candidate.returned : sold,
      )
      if (row.returned) {
        replace(draft, row, [])
        return note(row, -row.cents)
      }
      replace(draft, row, [row, reverse(row)])
      return note(row, -row.cents)
    }
    case 'rounding':
    case 'unexplained': {
      const row = draw(draft, random, cause, sold)
      const amountCents = cause === 'rounding' ? (nth % 2 === 0 ? 1 : -1) : 137 + 211 * nth
      replace(draft, row, [hands.reprice(row, row.cents + amountCents)])
      return note(row, amountCents)
    }
  }
}

/** Plants the asked differences, each on a row of its own; throws RangeError where the period has too few fitting rows. */
export const plantDifferences = <Row extends PlantRow>(
  rows: readonly Row[],
  plants: readonly Plant[],
  hands: PlantHands<Row>,
  random: Random,
): { readonly rows: readonly Row[]; readonly planted: readonly PlantedDifference[] } => {
  const draft: Draft<Row> = { rows: [...rows], planted: [], touched: new Set() }
  for (const { cause, count } of plants) {
    for (let nth = 0; nth < count; nth += 1) plantOne(draft, random, hands, cause, nth)
  }
  return { rows: draft.rows, planted: draft.planted }
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
