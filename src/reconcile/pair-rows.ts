// Pairs the rows of a report's file with the rows of its twin, in SQL, pass by pass.
import type { Duck } from '../lakehouse/duck.ts'
import type { Choice, Comparison } from './counted.ts'
import { dayNumberSql, isSummed, oursSql } from './counted.ts'
import { pairParts } from './pair-parts.ts'
import { pairSums } from './pair-sums.ts'
import type { Pass } from './passes.ts'
import { passesOf } from './passes.ts'
import { fileOrder, ourOrder } from './row-order.ts'
import { takePairs } from './take-pairs.ts'

/** What both sides may tell beside key, day and amount. */
const factColumns = ['client', 'location', 'category'] as const
type FactColumn = (typeof factColumns)[number]

/** 128 bits over columns: rows with the same are the same. */
const fingerprint = (columns: readonly string[]): string =>
  `md5_number(concat_ws(chr(31), ${columns.map((column) => `coalesce(${column}::varchar, '')`).join(', ')}))`

/** Makes the view `file_rows` over `native`: what is empty there is equal to what is empty among the marts. */
export const makeFileRows = (duck: Duck, { isDated }: Pick<Comparison, 'isDated'>): Promise<void> =>
  duck.run(`
    create view file_rows as
    select row_no, local_date, ${dayNumberSql(isDated)} as day, coalesce(parent, '') as parent, coalesce(item, '') as item,
      coalesce(facet, '') as facet, coalesce(amount, 0) as amount, client, location, category
    from native`)

/** Makes `ours` as the settings count it: a view over `twin_rows` where rows are compared one by one, a table of sums else. */
const makeOurs = (duck: Duck, choice: Choice, comparison: Comparison): Promise<void> =>
  duck.run(`create ${isSummed(comparison.twin) ? 'table' : 'view'} ours as ${oursSql(choice, comparison)}`)

/** Facts that the file tells: a column that is empty throughout compares nothing. */
const toldFacts = async (duck: Duck): Promise<readonly FactColumn[]> => {
  const told = await duck.row<Record<FactColumn, number>>(
    `select ${factColumns.map((column) => `count(${column}) as ${column}`).join(', ')} from native`,
  )
  return factColumns.filter((column) => told[column] > 0)
}

/** Rows that are equal in all pair by rank, so that a line sold three times matches three times. */
const pairEqual = async (duck: Duck, facts: readonly FactColumn[]): Promise<void> => {
  const equal = ['parent', 'item', 'facet', 'day', 'amount', ...facts]
  const print = fingerprint(equal)
  await duck.run(`
    insert into pairs
    select n.row_no, o.our_no, 'exact', true
    from (
      select row_no, print, row_number() over (partition by print order by row_no) as rank
      from (select row_no, ${print} as print from file_rows)
    ) as n
    inner join (
      select our_no, print, row_number() over (partition by print order by ${ourOrder('', equal)}) as rank
      from (select *, ${print} as print from ours where is_counted)
    ) as o using (print, rank)`)
}

/** The rows of both sides that a pass looks at; `survivor` is the profile that remains of their client. */
const candidatesOf = (pass: Pass): { readonly native: string; readonly ours: string } => {
  const ours =
    pass.isNotCounted === true
      ? '(select * from ours anti join pairs using (our_no) where not is_counted and is_inside)'
      : 'left_ours'
  const known = 'select client from known_clients'
  const surviving = (side: string): string =>
    `(select side.*, survivor from ${side} as side inner join known_clients on side.parent = known_clients.client)`
  if (pass.isForMergedClient === true) return { native: surviving('left_native'), ours: surviving(ours) }
  if (pass.isForUnknownClient === true)
    return {
      native: `left_native where parent not in (${known})`,
      ours: `${ours} where parent in (${known})`,
    }
  if (pass.isForGonePlace === true)
    return {
      native: 'left_native where location not in (select name from places where is_active)',
      ours: `${ours} where not is_active_location`,
    }
  return { native: 'left_native', ours }
}

/** Equal columns, and others apart by just so much: rank by rank. */
const pairByRank = async (duck: Duck, pass: Pass, same: readonly string[]): Promise<void> => {
  const { dayShift = 0, amountShift = 0 } = pass
  const shifted: Readonly<Record<string, number>> = { day: dayShift, amount: amountShift }
  const on = same.map((column) => `n.${column} = o.${column} + ${shifted[column] ?? 0}`.replace(' + 0', ''))
  const columns = same.join(', ')
  const { native, ours } = candidatesOf(pass)
  await takePairs(
    duck,
    pass.name,
    `select n.row_no, o.our_no
    from (
      select row_no, ${columns}, row_number() over (partition by ${columns} order by ${fileOrder()}) as rank from ${native}
    ) as n
    inner join (
      select our_no, ${columns}, row_number() over (partition by ${columns} order by local_date, ${ourOrder('', same)}) as rank from ${ours}
    ) as o on ${on.join(' and ')} and n.rank = o.rank`,
  )
}

/** Of more pairs that one key allows, the nearest are no longer sought: its rows are paired by the order of their amounts. */
const likelyPairs = 2_500

/** Of all likely pairs, those that are each other's nearest; repeated until a round finds none. */
const pairNearest = async (duck: Duck, pass: Pass): Promise<void> => {
  const columns = pass.same.join(', ')
  const isFew = `join (
        select ${columns}
        from (select ${columns}, count(*) as native_rows from left_native group by all)
          inner join (select ${columns}, count(*) as our_rows from left_ours group by all) using (${columns})
        where native_rows * our_rows <= ${likelyPairs}
      ) using (${columns})`
  const sides = (join: 'semi' | 'anti'): string => `
      n as (
        select *, row_number() over (partition by ${columns} order by amount, ${fileOrder()}) as place from left_native ${join} ${isFew}
      ), o as (
        select *, row_number() over (partition by ${columns} order by amount, ${ourOrder()}) as place from left_ours ${join} ${isFew}
      )`
  await takePairs(
    duck,
    pass.name,
    `with ${sides('anti')} select row_no, our_no from n inner join o using (${columns}, place)`,
  )
  const likeness =
    'abs(n.amount - o.amount), coalesce(n.location <> o.location, false)::integer, abs(n.place - o.place)'
  const nearest = `
      with ${sides('semi')}, candidates as (
        select
          n.row_no,
          o.our_no,
          row_number() over (partition by n.row_no order by ${likeness}, o.place) as native_rank,
          row_number() over (partition by o.our_no order by ${likeness}, n.place) as our_rank
        from n inner join o using (${columns})
      )
      select row_no, our_no from candidates where native_rank = 1 and our_rank = 1`
  for (let found = -1; found !== 0;) found = await takePairs(duck, pass.name, nearest)
}

/** Both sides still have rows to pair. */
const isDone = async (duck: Duck): Promise<boolean> => {
  const { native } = await duck.row<{ native: number }>('select count(*) as native from left_native')
  return native === 0
}

const runPasses = async (
  duck: Duck,
  passes: readonly Pass[],
  facts: readonly FactColumn[],
): Promise<void> => {
  const apart = facts.filter((fact) => fact !== 'category')
  for (const pass of passes) {
    if (await isDone(duck)) return
    if (pass.isNearest === true) {
      await pairNearest(duck, pass)
      continue
    }
    // A row and its copy elsewhere: the one that agrees in place and person too comes first.
    const further =
      pass.isForUnknownClient === true || pass.isForMergedClient === true || pass.isForGonePlace === true
        ? []
        : apart.filter((fact) => !pass.same.some((column) => column === fact))
    if (further.length > 0) await pairByRank(duck, pass, [...pass.same, ...further])
    await pairByRank(duck, pass, pass.same)
  }
}

/**
 * Makes `ours`, and fills the tables `pairs` (row_no, our_no, pass, is_same) and, with what is left alone, `left_native`
 * and `left_ours`, from `file_rows`, `twin_rows` and `known_clients`.
 */
export const pairRows = async (duck: Duck, choice: Choice, comparison: Comparison): Promise<void> => {
  await makeOurs(duck, choice, comparison)
  const facts = await toldFacts(duck)
  await duck.run('create table pairs (row_no integer, our_no bigint, pass varchar, is_same boolean)')
  await pairEqual(duck, facts)
  await duck.run('create table left_native as select * from file_rows anti join pairs using (row_no)')
  await duck.run(
    'create table left_ours as select * from ours anti join pairs using (our_no) where is_counted',
  )
  const { beforeSums, afterSums } = passesOf(comparison.twin, comparison)
  await runPasses(duck, beforeSums, facts)
  if (comparison.twin.rows === 'each' && comparison.twin.measure.unit === 'money')
    await pairSums(duck, comparison.twin)
  if (isSummed(comparison.twin)) await pairParts(duck)
  await runPasses(duck, afterSums, facts)
}
