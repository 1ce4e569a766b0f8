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

/** Makes the tables `copies` (no, is_online) and `reversals` (no) from `differing` and both sides. */
export const compareAlone = async (duck: Duck): Promise<void> => {
  for (const sql of [aloneSql, copiesSql, reversalsSql]) await duck.run(sql)
}
