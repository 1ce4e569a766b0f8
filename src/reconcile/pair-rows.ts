// Pairs the rows of a report's file with the rows of its twin, in SQL, from the strictest likeness to the loosest.
import type { Duck } from '../lakehouse/duck.ts'
import type { Twin } from './twin.ts'

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

/** Fills a temporary table `pairs` (row_no, our_no, pass) from the tables `native` and `ours`. */
export const pairRows = async (duck: Duck, twin: Twin): Promise<void> => {
  await duck.run('create temp table pairs (row_no integer, our_no bigint, pass varchar)')
  await duck.run(exactPass)
  for (const pass of passesOf(twin)) {
    for (let before = -1, after = await countPairs(duck); after > before;) {
      before = after
      await duck.run(nearestPass(pass))
      after = await countPairs(duck)
    }
  }
}
