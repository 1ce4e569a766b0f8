// Rows that stand alone, held against the matched rows of their side and against all rows of the other.
import type { Duck } from '../lakehouse/duck.ts'
import { onlineStore } from './counted.ts'

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

/** Rows that do not tell their number, client or name are no copies of each other. */
const sameKey = `x.parent = a.parent and x.item = a.item and x.facet = a.facet and x.day = a.day and x.amount = a.amount
  and x.parent <> ''`

/** Matched rows are told once each key and place: a client may have a hundred thousand of a kind. */
const copiesSql = `
  create table copies as
  select a.no, bool_or(x.location_id is distinct from a.location_id and ${onlineStore} in (x.location_id, a.location_id)) as is_online,
    cast(null as integer) as like_row_no
  from alone as a
  inner join (
    select distinct parent, item, facet, day, amount, location_id
    from ours anti join left_ours using (our_no) semi join alone using (parent) where is_counted
  ) as x on a.is_ours and ${sameKey}
  group by a.no
  union all
  select a.no, bool_or(x.location <> a.location and (p.name is not null or q.name is not null)), min(x.row_no)
  from alone as a
  inner join (
    select parent, item, facet, day, amount, location, min(row_no) as row_no
    from file_rows anti join left_native using (row_no) semi join alone using (parent) group by all
  ) as x on not a.is_ours and ${sameKey}
  left join places as p on p.name = x.location and p.is_online
  left join places as q on q.name = a.location and q.is_online
  group by a.no`

/** Where a key comes back on other days, only the same day's row is the one that is taken back. */
const reversalsSql = (isKeyUnique: boolean): string => {
  const event = isKeyUnique ? 'parent, item' : 'parent, item, day'
  return `
  create table reversals as
  select a.no, x.row_no as like_row_no
  from (select no, ${event}, -amount as amount from alone where is_ours and amount <> 0) as a
  inner join (
    select ${event}, amount, min(row_no) as row_no from file_rows semi join alone using (parent) group by all
  ) as x using (${event}, amount)
  union all
  select a.no, null
  from (select no, ${event}, -amount as amount from alone where not is_ours and amount <> 0) as a
  semi join (select ${event}, amount from ours where is_counted) as x using (${event}, amount)`
}

/**
 * Makes the tables `copies` (no, is_online, like_row_no) and `reversals` (no, like_row_no) from `differing` and both sides;
 * `like_row_no` is the other row, if it is one of the file. Where many share a key, a row like another is no copy of it.
 */
export const compareAlone = async (
  duck: Duck,
  { isKeyUnique, isKeyShared }: { readonly isKeyUnique: boolean; readonly isKeyShared: boolean },
): Promise<void> => {
  for (const sql of [aloneSql, copiesSql, reversalsSql(isKeyUnique)]) await duck.run(sql)
  if (isKeyShared) await duck.run('delete from copies')
}
