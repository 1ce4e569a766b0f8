// Holds a report's file against its twin, in SQL: what both sides add up to, and every row that is not equal in all.
import type { LocalDate } from '../core/time.ts'
import { addDays } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import type { PassName } from './pair-rows.ts'
import { pairRows } from './pair-rows.ts'
import type { NativeRow, Twin } from './twin.ts'

/** A pair, or one side alone, that is not equal in all that is compared. */
export interface Mismatch {
  readonly pass: PassName | null
  readonly row_no: number | null
  readonly our_no: number | null
  readonly native_date: LocalDate | null
  readonly our_date: LocalDate | null
  /** What each side adds to its total, in cents: 0 for a side that is absent, outside the period or not comparable. */
  readonly native_cents: number
  readonly our_cents: number
  readonly our_at_local: string | null
  readonly is_return: boolean
  /** A row of the other side has the same key and just the opposite amount. */
  readonly is_reversal: boolean
  readonly our_label: string | null
}

export interface Matching {
  readonly nativeTotalCents: number
  readonly ourTotalCents: number
  readonly nativeRows: number
  readonly ourRows: number
  readonly matchedRows: number
  /** Pairs whose amounts were left out because one side has none or an unstable one. */
  readonly uncomparedRows: number
  /**
   * File rows more than a day outside of the period, or a day outside where the marts have the very same date: not a misread
   * time zone, but another period than the file's.
   */
  readonly outsideRows: number
  readonly mismatches: readonly Mismatch[]
}

const loadChunkRows = 5_000

const nativeShape =
  '[{"row_no":"INTEGER","local_date":"DATE","parent":"VARCHAR","item":"VARCHAR","facet":"VARCHAR","cents":"BIGINT","is_stable":"BOOLEAN"}]'

const loadNative = async (duck: Duck, rows: readonly NativeRow[]): Promise<void> => {
  await duck.run(
    'create temp table native (row_no integer, local_date date, parent varchar, item varchar, facet varchar, cents bigint, is_stable boolean)',
  )
  for (let from = 0; from < rows.length; from += loadChunkRows) {
    await duck.run(
      `insert into native select unnest(from_json($1::json, '${nativeShape}'), recursive := true)`,
      [JSON.stringify(rows.slice(from, from + loadChunkRows))],
    )
  }
}

/**
 * Both sides of every row with what it adds to the totals: nothing, unless each side that is there has an amount and the
 * file's is stable. Rows of ours outside the period count only in a pair.
 */
const comparedSql = `
  create temp table compared as
  with sides as (
    select
      p.pass,
      n.row_no,
      o.our_no,
      n.local_date as native_date,
      o.local_date as our_date,
      n.parent,
      n.item,
      n.facet,
      n.cents as file_cents,
      o.cents as mart_cents,
      (n.row_no is null or (n.cents is not null and n.is_stable))
        and (o.our_no is null or o.cents is not null) as is_valued,
      o.at_local,
      o.is_return,
      o.is_inside,
      o.label
    from native as n
    left join pairs as p using (row_no)
    full join ours as o on o.our_no = p.our_no
    where n.row_no is not null or o.is_inside
  )
  select
    *,
    if(is_valued, coalesce(file_cents, 0), 0) as native_cents,
    if(is_valued and is_inside, mart_cents, 0) as our_cents,
    not is_valued and coalesce(file_cents, mart_cents) is not null as is_uncompared
  from sides`

/** Reversals: the other side holds the same line with the opposite sign, matched or not. */
const mismatchSql = `
  select
    c.pass,
    c.row_no,
    c.our_no,
    c.native_date::varchar as native_date,
    c.our_date::varchar as our_date,
    c.native_cents,
    c.our_cents,
    c.at_local as our_at_local,
    coalesce(c.is_return, false) as is_return,
    case
      when c.our_no is null then exists (
        select 1 from ours as o
        where o.parent = c.parent and o.item = c.item and o.cents = -c.native_cents and o.cents <> 0)
      when c.row_no is null then exists (
        select 1 from native as n join ours as o on o.our_no = c.our_no
        where n.parent = o.parent and n.item = o.item and n.cents = -o.cents and n.cents <> 0)
      else c.native_cents = -c.our_cents and c.native_cents <> 0
    end as is_reversal,
    c.label as our_label
  from compared as c
  where c.pass is null
    or c.pass in ('name', 'other_day', 'next_day')
    or c.native_cents <> c.our_cents
  order by c.row_no nulls last, c.our_no`

/**
 * Matches a file with the marts attached as `marts`. Amounts are whole cents throughout.
 * @param duck an in-memory database; temporary tables `native`, `ours`, `pairs`, `compared` are made in it.
 */
export const match = async (
  duck: Duck,
  twin: Twin,
  native: readonly NativeRow[],
  scope: { readonly siteId: number; readonly from: LocalDate; readonly to: LocalDate },
): Promise<Matching> => {
  const dayMore = [addDays(scope.from, -1), addDays(scope.to, 1)] as const
  await loadNative(duck, native)
  await duck.run(
    `create temp table ours as
     select row_number() over (order by local_date, parent, item, facet, cents, label) as our_no,
       local_date between $4::date and $5::date as is_inside, *
     from (${twin.oursSql})`,
    [scope.siteId, ...dayMore, scope.from, scope.to],
  )
  await pairRows(duck, twin)
  await duck.run(comparedSql)
  const sums = await duck.row<Omit<Matching, 'mismatches'>>(
    `select
      coalesce(sum(native_cents), 0)::bigint as "nativeTotalCents",
      coalesce(sum(our_cents), 0)::bigint as "ourTotalCents",
      count(row_no) as "nativeRows",
      count(our_no) filter (is_inside) as "ourRows",
      count(*) filter (pass is not null) as "matchedRows",
      count(*) filter (is_uncompared) as "uncomparedRows",
      count(*) filter (native_date not between $1::date and $2::date or (native_date = our_date and not is_inside))
        as "outsideRows"
    from compared`,
    dayMore,
  )
  return { ...sums, mismatches: await duck.rows<Mismatch>(mismatchSql) }
}
