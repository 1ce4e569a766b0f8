// Finds every row that is not equal in all that is compared, in SQL.
import type { Duck } from '../lakehouse/duck.ts'
import { compareAlone } from './alone-rows.ts'
import { onlineStore } from './counted.ts'
import type { Mismatch } from './mismatch.ts'
import { fileOrder, ourOrder } from './row-order.ts'

const facts =
  `in_accrual in_cash is_return is_returned is_autopay is_unlimited is_late changed_at original_local_date
  settlement_date tax_part tip_part discount_part gift_card_part account_part online_part inactive_part returns_part late_part
  uncounted_gift_card_part uncounted_account_part is_valued is_inside`.split(/\s+/)

/**
 * The few pairs that are not alike, in a table of their own: DuckDB then knows that they are few, and does not build the wide rows of
 * both whole sides in memory to find them.
 */
const unlikeSql = `
  create table unlike as
  select p.row_no, p.our_no, p.pass, p.is_same
  from pairs as p inner join (select our_no, is_counted and not is_inside as is_outside from ours) as o using (our_no)
  where not p.is_same or o.is_outside`

/**
 * Sums: what is told of the first of ours holds for all, the amounts are added. Of parts the largest row stands for all: the others
 * are ours to the cent, and what the sums differ by is its own.
 */
const differingSql = `
  create table differing as
  with sides as (
    select p.pass, n.row_no, [o.our_no] as our_nos, n, o, o.amount as listed,
      if(o.is_counted and o.is_inside, o.amount, 0) as our_amount
    from unlike as p inner join file_rows as n using (row_no) inner join ours as o on o.our_no = p.our_no
    where p.pass not in ('sum', 'parts') and not p.is_same
    union all
    select p.pass, n.row_no, [o.our_no], n, o, o.amount, 0
    from (select * from ours where is_counted and not is_inside) as o
    inner join unlike as p on p.our_no = o.our_no and p.is_same
    inner join file_rows as n using (row_no)
    union all
    select 'sum', n.row_no, list(o.our_no order by o.our_no), any_value(n), first(o order by ${ourOrder('o.')}), sum(o.amount)::bigint,
      coalesce(sum(o.amount) filter (o.is_inside), 0)::bigint
    from unlike as p inner join file_rows as n using (row_no) inner join ours as o on o.our_no = p.our_no
    where p.pass = 'sum' group by n.row_no
    union all
    select 'parts', n.row_no, [o.our_no], n, o, o.amount - rest, o.amount - rest
    from (
      select p.our_no, n, (sum(n.amount) over (partition by p.our_no) - n.amount)::bigint as rest
      from unlike as p inner join file_rows as n using (row_no)
      where p.pass = 'parts'
      qualify row_number() over (partition by p.our_no order by abs(n.amount) desc, ${fileOrder('n.')}) = 1
    ) inner join ours as o using (our_no)
    union all
    select null, n.row_no, [], n, null, null, 0 from left_native as n
    union all
    select null, null, [o.our_no], null, o, o.amount, o.amount from left_ours as o where o.is_inside
  )
  select
    row_number() over (order by row_no nulls last, o.local_date, o.parent, o.item, o.facet, o.amount, our_nos) as no,
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
  where (pass in ('exact', 'parts') and our_amount = native_amount
      and coalesce(n.client = o.client, true)
      and coalesce(n.category = o.category, true)
      and coalesce(n.location = o.location or (not o.is_active_location and not coalesce(${placeSql('n.location')}, false)), true))
    or (${isSummed} and pass is null and row_no is null and our_amount = 0)`

/** What of a sum by name is wholly on one side comes first. A sum of ours has its number by its key. */
const openOrder = `pass is not null, name, o.our_no, ${fileOrder('n.')}`

/**
 * Sums by name whose differences are each other's opposite: rank by rank, so that each has one counterpart. Where a name stands in the
 * file twice, what it has too much in one row and lacks in the other is no money under another name.
 */
const counterpartSql = (isNamedSum: boolean): string => `
  with named as (
    select no, pass, gap, n, o, coalesce(n.parent, o.parent) as name from differing where gap <> 0 and ${isNamedSum}
  ), open_sums as (
    select no, gap, name, row_number() over (partition by gap order by ${openOrder}) as rank
    from (
      from named
      qualify row_number() over (partition by name, gap order by ${openOrder})
        <= sign(gap) * sum(sign(gap)) over (partition by name, abs(gap))
    )
  )
  select one.no, other.name as counterpart
  from open_sums as one inner join open_sums as other on other.gap = -one.gap and other.rank = one.rank`

const mismatchSql = (isNamedSum: boolean): string => `
  with counterparts as (${counterpartSql(isNamedSum)})
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
    coalesce(nc.survivor = oc.survivor and nc.client <> oc.client, false) as is_one_client,
    nc.merge_chain as native_merge_chain,
    oc.merge_chain as our_merge_chain,
    y.no is not null as is_duplicate,
    coalesce(y.is_online, false) as is_online_copy,
    if(d.pass is null, r.no is not null, d.native_amount = -d.our_amount and d.native_amount <> 0) as is_reversal,
    coalesce(y.like_row_no, r.like_row_no) as like_row_no,
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
 * Makes the table `differing` from the sides and their pairs, and gives its rows as they are asked for; ordered as the file is, rows of ours
 * alone last.
 */
export const readMismatches = async (
  duck: Duck,
  sums: {
    readonly isSummed: boolean
    readonly isByName: boolean
    readonly isKeyUnique: boolean
    readonly isKeyShared: boolean
  },
): Promise<AsyncIterable<Mismatch>> => {
  await duck.run(unlikeSql)
  await duck.run(differingSql)
  await duck.run(worthSql(sums.isSummed))
  await compareAlone(duck, sums)
  return duck.stream<Mismatch>(mismatchSql(sums.isSummed && sums.isByName))
}
