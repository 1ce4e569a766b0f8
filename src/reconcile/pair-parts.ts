// Several rows of a file that are parts of one sum of ours: an option in two sections of a report, a tender at two places.
import type { Duck } from '../lakehouse/duck.ts'
import { takePairs } from './take-pairs.ts'

/**
 * Pairs all rows that a file has left of a key with our sum of it, where together they come no less near to it than each does
 * alone: a copy of a row only adds distance.
 */
export const pairParts = async (duck: Duck): Promise<void> => {
  await takePairs(
    duck,
    'parts',
    `with split as (
      select parent, item, facet, day, o.our_no
      from left_native as n inner join left_ours as o using (parent, item, facet, day)
      group by all
      having count(*) > 1 and abs(sum(n.amount) - any_value(o.amount)) <= min(abs(n.amount - o.amount))
    )
    select n.row_no, split.our_no from left_native as n inner join split using (parent, item, facet, day)`,
  )
}
