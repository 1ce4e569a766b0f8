// Every row that is not equal in all that is compared, with the facts by which its cause is told.
import type { LocalDate } from '../core/time.ts'
import type { Duck } from '../lakehouse/duck.ts'
import { onlineStore } from './counted.ts'
import type { PassName } from './passes.ts'

/** A pair, or one side alone. Amounts are hundredths or counts; a part is null where the twin does not tell it. */
export interface Mismatch {
  /** Its place among the differences: as the file is ordered, rows of ours alone last. */
  readonly no: number
  /** Null for a row alone. */
  readonly pass: PassName | null
  readonly row_no: number | null
  /** Several where one row of the file is the sum of several of ours. */
  readonly our_nos: readonly number[]
  /** What each side adds to its total: 0 for a side that is absent, of ours also outside of the period or not counted. */
  readonly native_amount: number
  readonly our_amount: number
  /** The file's amount less the one the marts show, wherever that row stands: what a part must be equal to. */
  readonly gap: number
  readonly native_date: LocalDate | null
  readonly our_date: LocalDate | null
  readonly native_parent: string | null
  readonly our_parent: string | null
  readonly native_item: string | null
  readonly our_item: string | null
  readonly native_facet: string | null
  readonly our_facet: string | null
  readonly native_client: string | null
  readonly our_client: string | null
  readonly native_location: string | null
  readonly our_location: string | null
  readonly native_category: string | null
  readonly our_category: string | null
  readonly our_at_local: string | null
  /** False where the marts do not know the amount, such as the price of a visit whose sale was never read. */
  readonly is_valued: boolean | null
  readonly is_inside: boolean | null
  readonly in_accrual: boolean | null
  readonly in_cash: boolean | null
  readonly is_return: boolean | null
  readonly is_returned: boolean | null
  readonly is_autopay: boolean | null
  readonly is_unlimited: boolean | null
  readonly is_late: boolean | null
  readonly changed_at: string | null
  readonly original_local_date: LocalDate | null
  readonly settlement_date: LocalDate | null
  readonly tax_part: number | null
  readonly tip_part: number | null
  readonly discount_part: number | null
  readonly gift_card_part: number | null
  readonly account_part: number | null
  readonly online_part: number | null
  readonly inactive_part: number | null
  readonly returns_part: number | null
  readonly late_part: number | null
  readonly uncounted_gift_card_part: number | null
  readonly uncounted_account_part: number | null
  readonly is_our_place_active: boolean | null
  /** Null where the file names no place; `is_native_place_active` is false for a name the marts do not list. */
  readonly is_native_place_active: boolean | null
  readonly is_native_place_online: boolean | null
  readonly is_our_place_online: boolean | null
  readonly is_native_client_known: boolean | null
  readonly is_our_client_known: boolean | null
  /** A row of the same side, which is matched, has the same key, day and amount. */
  readonly is_duplicate: boolean
  /** As `is_duplicate`, one of the two at the online store. */
  readonly is_online_copy: boolean
  /** The other side has the same event and item with just the opposite amount. */
  readonly is_reversal: boolean
  /** Of sums by name: the name that lacks what this one has too much, or the reverse. */
  readonly counterpart: string | null
}

const facts =
  `in_accrual in_cash is_return is_returned is_autopay is_unlimited is_late changed_at original_local_date
  settlement_date tax_part tip_part discount_part gift_card_part account_part online_part inactive_part returns_part late_part
  uncounted_gift_card_part uncounted_account_part is_valued is_inside`.split(/\s+/)

/** Sums: what is told of the first of ours holds for all, the amounts are added. */
const differingSql = `
  create table differing as
  with sides as (
    select p.pass, n.row_no, [o.our_no] as our_nos, n, o, o.amount as listed,
      if(o.is_counted and o.is_inside, o.amount, 0) as our_amount
    from pairs as p inner join file_rows as n using (row_no) inner join ours as o on o.our_no = p.our_no
    where p.pass <> 'sum' and not p.is_same
    union all
    select p.pass, n.row_no, [o.our_no], n, o, o.amount, 0
    from (select * from ours where is_counted and not is_inside) as o
    inner join pairs as p on p.our_no = o.our_no and p.is_same
    inner join file_rows as n using (row_no)
    union all
    select 'sum', n.row_no, list(o.our_no order by o.our_no), any_value(n), first(o order by o.our_no), sum(o.amount)::bigint,
      coalesce(sum(o.amount) filter (o.is_inside), 0)::bigint
    from pairs as p inner join file_rows as n using (row_no) inner join ours as o on o.our_no = p.our_no
    where p.pass = 'sum' group by n.row_no
    union all
    select null, n.row_no, [], n, null, null, 0 from left_native as n
    union all
    select null, null, [o.our_no], null, o, o.amount, o.amount from left_ours as o where o.is_inside
  )
  select
    row_number() over (order by row_no nulls last, our_nos) as no,
    pass, row_no, our_nos, n, o, our_amount, coalesce(n.amount, 0) as native_amount,
    coalesce(n.amount, 0) - coalesce(listed, 0) as gap
  from sides`

/** Places by the names that a file may call them by. */
const placeSql = (name: string): string =>
  `(select bool_or(is_active) from places where places.name = ${name})`

/**
 * A fact that either side leaves empty is no difference; nor is the name of a place that the marts only know by its number, for
 * it is no longer listed. A sum of nothing that the report leaves out is none either.
 */
const worthSql = (isSummed: boolean): string => `
  delete from differing
  where (pass in ('exact') and our_amount = native_amount
      and coalesce(n.client = o.client, true)
      and coalesce(n.category = o.category, true)
      and coalesce(n.location = o.location or (not o.is_active_location and not coalesce(${placeSql('n.location')}, false)), true))
    or (${isSummed} and pass is null and row_no is null and our_amount = 0)`

/**
 * Rows alone held against matched rows of their own side (copies: same key, day and amount) and against all of the other side
 * (reversals: same event and item, opposite amount).
 */
const aloneSql = `
  create table alone as
  select no, row_no is null as is_ours, s.parent, s.item, s.facet, s.day, s.amount, s.location, s.location_id
  from (
    select no, row_no, if(row_no is null,
      {parent: o.parent, item: o.item, facet: o.facet, day: o.day, amount: o.amount, location: o.location,
        location_id: o.location_id},
      {parent: n.parent, item: n.item, facet: n.facet, day: n.day, amount: n.amount, location: n.location,
        location_id: null::bigint}) as s
    from differing where pass is null
  )`

const sameKey =
  'x.parent = a.parent and x.item = a.item and x.facet = a.facet and x.day = a.day and x.amount = a.amount'

const copiesSql = `
  create table copies as
  select a.no, bool_or(x.location_id is distinct from a.location_id and ${onlineStore} in (x.location_id, a.location_id)) as is_online
  from alone as a
  inner join (select * from ours anti join left_ours using (our_no) where is_counted) as x on a.is_ours and ${sameKey}
  group by a.no
  union all
  select a.no, bool_or(x.location <> a.location and (p.name is not null or q.name is not null))
  from alone as a
  inner join (select * from file_rows anti join left_native using (row_no)) as x on not a.is_ours and ${sameKey}
  left join places as p on p.name = x.location and p.is_online
  left join places as q on q.name = a.location and q.is_online
  group by a.no`

const opposite = 'x.parent = a.parent and x.item = a.item and x.amount = -a.amount and x.amount <> 0'

const reversalsSql = `
  create table reversals as
  select distinct a.no from alone as a inner join file_rows as x on a.is_ours and ${opposite}
  union
  select distinct a.no from alone as a inner join ours as x on not a.is_ours and x.is_counted and ${opposite}`

/** Sums by name whose differences are each other's opposite: rank by rank, so that each has one counterpart. */
const counterpartSql = `
  select one.no, other.name as counterpart
  from open_sums as one inner join open_sums as other on other.gap = -one.gap and other.rank = one.rank`

const mismatchSql = (isNamedSum: boolean): string => `
  with open_sums as (
    select no, gap, coalesce(n.parent, o.parent) as name, row_number() over (partition by gap order by no) as rank
    from differing where gap <> 0 and ${isNamedSum}
  ), counterparts as (${counterpartSql})
  select
    d.no, d.pass, d.row_no, d.our_nos, d.native_amount, d.our_amount, d.gap,
    d.n.local_date::varchar as native_date,
    d.o.local_date::varchar as our_date,
    ${['parent', 'item', 'facet', 'client', 'location', 'category']
      .flatMap((name) => [`d.n.${name} as native_${name}`, `d.o.${name} as our_${name}`])
      .join(', ')},
    strftime(d.o.at_local, '%Y-%m-%dT%H:%M:%S') as our_at_local,
    ${facts.map((name) => (/date$|_at$/.test(name) ? `d.o.${name}::varchar as ${name}` : `d.o.${name} as ${name}`)).join(', ')},
    d.o.is_active_location as is_our_place_active,
    d.o.location_id = ${onlineStore} as is_our_place_online,
    if(d.n.location is null, null, coalesce(np.is_active, false)) as is_native_place_active,
    if(d.n.location is null, null, coalesce(np.is_online, false)) as is_native_place_online,
    nc.client is not null as is_native_client_known,
    oc.client is not null as is_our_client_known,
    y.no is not null as is_duplicate,
    coalesce(y.is_online, false) as is_online_copy,
    if(d.pass is null, r.no is not null, d.native_amount = -d.our_amount and d.native_amount <> 0) as is_reversal,
    c.counterpart
  from differing as d
  left join counterparts as c on c.no = d.no
  left join copies as y on y.no = d.no
  left join reversals as r on r.no = d.no
  left join places as np on np.name = d.n.location
  left join known_clients as nc on nc.client = d.n.client
  left join known_clients as oc on oc.client = d.o.client
  order by d.no`

/**
 * Makes the table `differing` from the sides and their pairs, and gives its rows; ordered as the file is, rows of ours
 * alone last.
 */
export const readMismatches = async (
  duck: Duck,
  sums: { readonly isSummed: boolean; readonly isByName: boolean },
): Promise<readonly Mismatch[]> => {
  await duck.run(differingSql)
  await duck.run(worthSql(sums.isSummed))
  for (const sql of [aloneSql, copiesSql, reversalsSql]) await duck.run(sql)
  return duck.rows<Mismatch>(mismatchSql(sums.isSummed && sums.isByName))
}
