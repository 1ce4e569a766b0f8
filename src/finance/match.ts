// Pairs the rows of a report's file with the rows of its twin, in SQL, from the strictest likeness to the loosest.
import type { LocalDate } from '../core/time.ts'
import { addDays } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
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
  /** File rows outside of the period that the marts have under the very same date: the period is not the file's. */
  readonly outsideRows: number
  readonly mismatches: readonly Mismatch[]
}

export type PassName = 'exact' | 'unvalued' | 'tolerance' | 'next_day' | 'amount' | 'name' | 'other_day'

/** One cent a line: each side rounds its own way (tender allocation, tax in the price). */
const toleranceCents = 1

interface Pass {
  readonly name: PassName
  readonly on: string
}

const sameKey = 'n.parent = o.parent and n.item = o.item and n.facet = o.facet'
const sameDate = 'n.local_date = o.local_date'
const valueless = '(n.cents is null or o.cents is null)'
const nearlyEqual = `abs(n.cents - o.cents) <= ${toleranceCents}`

/** The passes after the exact one. Each looks only at rows that no earlier pass has paired. */
const passesOf = (twin: Twin): readonly Pass[] => [
  { name: 'unvalued', on: `${sameKey} and ${sameDate} and ${valueless}` },
  { name: 'tolerance', on: `${sameKey} and ${sameDate} and ${nearlyEqual}` },
  {
    name: 'next_day',
    on: `${sameKey} and abs(n.local_date - o.local_date) = 1 and (${nearlyEqual} or ${valueless})`,
  },
  { name: 'amount', on: `${sameKey} and ${sameDate}` },
  {
    name: 'name',
    on: `n.parent = o.parent and ${sameDate} and (n.item = o.item or n.facet = o.facet) and (${nearlyEqual} or ${valueless})`,
  },
  ...(twin.isKeyUnique ? [{ name: 'other_day', on: `${sameKey} and ${nearlyEqual}` } as const] : []),
]

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

/** Rows that are equal in everything pair by rank, so that a line sold three times matches three times. */
const exactPass = `
  insert into pairs
  with n as (
    select *, row_number() over (partition by parent, item, facet, local_date, cents order by row_no) as rank
    from native
  ), o as (
    select *, row_number() over (partition by parent, item, facet, local_date, cents order by our_no) as rank
    from ours
  )
  select n.row_no, o.our_no, 'exact'
  from n join o on ${sameKey} and ${sameDate} and n.cents = o.cents and n.rank = o.rank`

/** Nearest first. A visit without a value of ours is most like one whose value the report itself keeps rewriting. */
const likeness =
  'abs(n.cents - o.cents) nulls last, (o.cents is null and n.is_stable), abs(n.local_date - o.local_date)'

/** Of all likely pairs, those that are each other's nearest; repeated until a round finds none. */
const nearestPass = (pass: Pass): string => `
  insert into pairs
  with candidates as (
    select
      n.row_no,
      o.our_no,
      row_number() over (partition by n.row_no order by ${likeness}, o.our_no) as native_rank,
      row_number() over (partition by o.our_no order by ${likeness}, n.row_no) as our_rank
    from (select * from native anti join pairs using (row_no)) as n
    join (select * from ours anti join pairs using (our_no)) as o on ${pass.on}
  )
  select row_no, our_no, '${pass.name}' from candidates where native_rank = 1 and our_rank = 1`

const countPairs = async (duck: Duck): Promise<number> =>
  (await duck.row<{ pairs: number }>('select count(*) as pairs from pairs')).pairs

/** Both sides of every row with what it adds to the totals. Rows of ours outside the period count only in a pair. */
const comparedSql = `
  create temp table compared as
  select
    p.pass,
    n.row_no,
    o.our_no,
    n.local_date as native_date,
    o.local_date as our_date,
    n.parent,
    n.item,
    n.facet,
    case
      when n.row_no is null then 0
      when o.our_no is null then case when n.is_stable then coalesce(n.cents, 0) else 0 end
      when o.cents is null then 0
      else coalesce(n.cents, 0)
    end as native_cents,
    case
      when o.our_no is null or not o.is_inside then 0
      when n.row_no is not null and n.cents is null then 0
      else coalesce(o.cents, 0)
    end as our_cents,
    (n.row_no is not null and o.our_no is not null and (n.cents is null) <> (o.cents is null))
      or (o.our_no is null and n.cents is not null and not n.is_stable) as is_uncompared,
    o.at_local,
    o.is_return,
    o.is_inside,
    o.label
  from native as n
  left join pairs as p using (row_no)
  full join ours as o on o.our_no = p.our_no
  where n.row_no is not null or o.is_inside`

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
  await loadNative(duck, native)
  await duck.run(
    `create temp table ours as
     select row_number() over (order by local_date, parent, item, facet, cents, label) as our_no,
       local_date between $4::date and $5::date as is_inside, *
     from (${twin.oursSql})`,
    [scope.siteId, addDays(scope.from, -1), addDays(scope.to, 1), scope.from, scope.to],
  )
  await duck.run('create temp table pairs (row_no integer, our_no bigint, pass varchar)')
  await duck.run(exactPass)
  for (const pass of passesOf(twin)) {
    for (let before = -1, after = await countPairs(duck); after > before;) {
      before = after
      await duck.run(nearestPass(pass))
      after = await countPairs(duck)
    }
  }
  await duck.run(comparedSql)
  const sums = await duck.row<Omit<Matching, 'mismatches'>>(`
    select
      coalesce(sum(native_cents), 0)::bigint as "nativeTotalCents",
      coalesce(sum(our_cents), 0)::bigint as "ourTotalCents",
      count(row_no) as "nativeRows",
      count(our_no) filter (is_inside) as "ourRows",
      count(*) filter (pass is not null) as "matchedRows",
      count(*) filter (is_uncompared) as "uncomparedRows",
      count(*) filter (native_date = our_date and not is_inside) as "outsideRows"
    from compared`)
  return { ...sums, mismatches: await duck.rows<Mismatch>(mismatchSql) }
}
