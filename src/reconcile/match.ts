// Holds the sides of a comparison against each other, in SQL: what both add up to, how rows found each other, what differs.
import type { LocalDate } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { Choice, Comparison } from './counted.ts'
import { isSummed } from './counted.ts'
import type { Mismatch } from './mismatch.ts'
import { readMismatches } from './mismatches.ts'
import { pairRows } from './pair-rows.ts'

export interface Matching {
  /** Hundredths of money, or counts. */
  readonly nativeTotal: number
  readonly ourTotal: number
  readonly nativeRows: number
  readonly ourRows: number
  readonly matchedRows: number
  /** Rows of the file by the pass that paired them. */
  readonly passes: readonly { readonly pass: string; readonly pairs: number }[]
  /**
   * File rows more than a day outside of the period, or a day outside where the marts have the very same date: not a misread
   * time zone, but another period than the file's.
   */
  readonly outsideRows: number
  /** To be read once. */
  readonly mismatches: AsyncIterable<Mismatch>
}

type Totals = Omit<Matching, 'passes' | 'mismatches'>

/** Sums of nothing that the file does not show are not rows of ours: a name that sold nothing is on no report. */
const totalsSql = (comparison: Comparison): string => `
  select
    (select coalesce(sum(amount), 0)::bigint from file_rows) as "nativeTotal",
    (select coalesce(sum(amount), 0)::bigint from ours where is_counted and is_inside) as "ourTotal",
    (select count(*) from file_rows) as "nativeRows",
    (
      select count(*) from ours
      where is_counted and is_inside
        and (amount <> 0 or not ${isSummed(comparison.twin)} or our_no in (select our_no from pairs))
    ) as "ourRows",
    (select count(distinct row_no) from pairs where pass <> 'not_counted') as "matchedRows",
    (select count(*) from file_rows where ${comparison.isDated}
      and (local_date < $1::date - 1 or local_date > $2::date + 1))
    + (select count(*) from pairs where ${comparison.isDated} and is_same and our_no in (select our_no from ours where not is_inside))
      as "outsideRows"`

/**
 * Matches `file_rows` with `twin_rows` as one choice of settings counts them.
 * @param duck a database with the tables of `loadReport`, `loadTwin`, `loadReferences` and `makeFileRows`; tables and
 * views `ours`, `pairs`, `left_native`, `left_ours` and `differing` are made in it.
 */
export const match = async (
  duck: Duck,
  choice: Choice,
  comparison: Comparison,
  period: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<Matching> => {
  await pairRows(duck, choice, comparison)
  const { twin } = comparison
  const totals = await duck.row<Totals>(totalsSql(comparison), [period.from, period.to])
  const passes = await duck.rows<{ pass: string; pairs: number }>(
    'select pass, count(distinct row_no) as pairs from pairs group by pass order by min(rowid)',
  )
  const mismatches = await readMismatches(duck, {
    isSummed: isSummed(twin),
    isByName: twin.key[0].as === 'name',
    isKeyUnique: twin.isKeyUnique,
    isKeyShared: twin.isKeyShared === true,
  })
  return { ...totals, passes, mismatches }
}
