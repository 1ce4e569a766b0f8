// One row of a file that is the sum of several of ours: combined autopays, a line paid by several tenders.
import type { Duck } from '../lakehouse/duck.ts'
import type { ReportTwin } from '../reports/report-profile.ts'
import { fileOrder, ourOrder } from './row-order.ts'
import { takePairs } from './take-pairs.ts'

/** Above this many rows a group is taken whole or not at all: subsets double with each row. */
const subsetRows = 12

interface Group {
  /** Columns that the file's row and ours share. */
  readonly by: 'parent' | 'client'
  readonly ours: string
}

/** Lines of one event, where the key names one; autopays of one client. What a client visits or a teacher earns is never one. */
const groupsOf = ({ isKeyUnique }: ReportTwin): readonly Group[] => [
  ...(isKeyUnique ? [{ by: 'parent', ours: 'true' } as const] : []),
  { by: 'client', ours: 'is_autopay' },
]

/** More rows than these are no one sale and no one day of a client. */
const wholeRows = 100

/** Whole groups first: all that is left of an event or of a client's day. A cent a row may be lost in rounding. */
const pairWhole = async (duck: Duck, { by, ours }: Group): Promise<void> => {
  await takePairs(
    duck,
    'sum',
    `with sums as (
      select ${by}, day, sum(amount) as amount, count(*) as rows
      from left_ours where ${ours} and ${by} <> '' group by all having count(*) between 2 and ${wholeRows}
    ), nearest as (
      select n.row_no, s.${by}, s.day,
        row_number() over (partition by s.${by}, s.day order by abs(n.amount - s.amount), ${fileOrder('n.')}) as rank
      from left_native as n inner join sums as s
        on n.${by} = s.${by} and n.day = s.day and abs(n.amount - s.amount) <= s.rows
    )
    select n.row_no, o.our_no
    from nearest as n inner join (select our_no, ${by}, day from left_ours where ${ours}) as o using (${by}, day)
    where n.rank = 1`,
  )
}

interface Open {
  readonly row_no: number
  readonly amount: number
  readonly our_nos: readonly number[]
  readonly our_amounts: readonly number[]
}

/** Indexes of the first set of two or more amounts that adds up, the smallest sets first; undefined where none does. */
const subsetOf = (amounts: readonly number[], sum: number): readonly number[] | undefined => {
  const search = (from: number, size: number, rest: number): readonly number[] | undefined => {
    if (size === 0) return rest === 0 ? [] : undefined
    for (let index = from; index <= amounts.length - size; index += 1) {
      const found = search(index + 1, size - 1, rest - (amounts[index] ?? 0))
      if (found !== undefined) return [index, ...found]
    }
    return undefined
  }
  for (let size = 2; size < amounts.length; size += 1) {
    const found = search(0, size, sum)
    if (found !== undefined) return found
  }
  return undefined
}

/** Some of a client's autopays of a day, to the cent; with many rows in the file any sum would be chance. */
const pairSubsets = async (duck: Duck): Promise<void> => {
  const open = await duck.rows<Open>(`
    with sets as (
      select client, day, list(our_no order by ${ourOrder()}) as our_nos,
        list(amount order by ${ourOrder()}) as our_amounts
      from left_ours where is_autopay group by all having count(*) between 3 and ${subsetRows}
    )
    select n.row_no, n.amount, s.our_nos, s.our_amounts
    from left_native as n inner join sets as s on n.client = s.client and n.day = s.day
    qualify count(*) over (partition by n.client, n.day) <= ${subsetRows}
    order by ${fileOrder('n.')}`)
  const taken = new Set<number>()
  const pairs: string[] = []
  for (const { row_no: rowNo, amount, our_nos: nos, our_amounts: amounts } of open) {
    const free = nos
      .map((no, index) => ({ no, cents: amounts[index] ?? 0 }))
      .filter(({ no }) => !taken.has(no))
    const found = subsetOf(
      free.map(({ cents }) => cents),
      amount,
    )
    for (const index of found ?? []) {
      const no = free[index]?.no ?? -1
      taken.add(no)
      pairs.push(`(${rowNo}, ${no})`)
    }
  }
  if (pairs.length === 0) return
  await takePairs(duck, 'sum', `select * from (values ${pairs.join(', ')}) as t(row_no, our_no)`)
}

/** Adds pairs of pass `sum` to `pairs`: one row of the file, several of ours. */
export const pairSums = async (duck: Duck, twin: ReportTwin): Promise<void> => {
  for (const group of groupsOf(twin)) await pairWhole(duck, group)
  await pairSubsets(duck)
}
