// Sums that run along a report's rows at several levels, so that each totals row meets the sum it stands for.
import type { Amount } from './amounts.ts'
import type { WalkedRow } from './walk-report.ts'

/** Hundredths per numeric column of the profile, under both decimal marks. */
export interface Sums {
  rows: number
  readonly point: number[]
  readonly comma: number[]
}

/**
 * What a totals row may sum up: the whole file, the rows since the last totals row, those of its table, of its caption, or of a
 * heading above with all that stands outside of it.
 */
const levelNames = ['all', 'since', 'table', 'caption', 'outer', 'middle', 'inner'] as const
export type LevelName = (typeof levelNames)[number]

export type Levels = Readonly<Record<LevelName, Sums>>

export interface RunningSums {
  /** @param amounts of the row, in the order of the profile's numeric columns */
  readonly add: (walked: WalkedRow, amounts: readonly Amount[]) => void
  /** A totals row was passed. */
  readonly passTotals: () => void
  readonly levels: Levels
  /** The same as they stand now. */
  readonly copy: () => Levels
}

/** What changes with a level: its sums begin anew then. */
const keysOf = ({ row, header, heading }: WalkedRow): Readonly<Record<LevelName, string | number>> => {
  const [outer = '', middle = '', inner = ''] = Object.values(heading)
  return {
    all: 0,
    since: 0,
    table: header.rowNumber,
    caption: row.caption ?? '',
    outer,
    middle: `${outer}\n${middle}`,
    inner: `${outer}\n${middle}\n${inner}`,
  }
}

const fromNames = <T>(make: (name: LevelName) => T): Record<LevelName, T> => ({
  all: make('all'),
  since: make('since'),
  table: make('table'),
  caption: make('caption'),
  outer: make('outer'),
  middle: make('middle'),
  inner: make('inner'),
})

export const runSums = (columns: number): RunningSums => {
  const zeros = (): number[] => Array.from({ length: columns }, () => 0)
  const levels = fromNames((): Sums => ({ rows: 0, point: zeros(), comma: zeros() }))
  let keys: Readonly<Record<LevelName, string | number>> | undefined
  let last: (Pick<WalkedRow, 'header' | 'heading'> & { readonly caption: string | undefined }) | undefined
  const clear = (sums: Sums): void => {
    sums.rows = 0
    sums.point.fill(0)
    sums.comma.fill(0)
  }
  const enter = (walked: WalkedRow): void => {
    const { row, header, heading } = walked
    if (last?.header === header && last.heading === heading && last.caption === row.caption) return
    last = { header, heading, caption: row.caption }
    const next = keysOf(walked)
    for (const name of levelNames) {
      if (keys !== undefined && keys[name] !== next[name]) clear(levels[name])
    }
    keys = next
  }
  return {
    add: (walked, amounts) => {
      enter(walked)
      for (const name of levelNames) {
        const sums = levels[name]
        sums.rows += 1
        for (let index = 0; index < amounts.length; index += 1) {
          sums.point[index] = (sums.point[index] ?? 0) + (amounts[index]?.point ?? 0)
          sums.comma[index] = (sums.comma[index] ?? 0) + (amounts[index]?.comma ?? 0)
        }
      }
    },
    passTotals: () => clear(levels.since),
    levels,
    copy: () =>
      fromNames((name) => ({
        rows: levels[name].rows,
        point: [...levels[name].point],
        comma: [...levels[name].comma],
      })),
  }
}
