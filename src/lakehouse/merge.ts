// The merge: rows that differ from what raw holds replace it, found by key. Runs inside the commit's transaction.
import type { Stream } from '../source/stream.ts'
import type { Duck } from './duck.ts'
import { quoteList, quoteName } from './duck.ts'
import { contentColumns, keyColumns, rawColumns, rawTable } from './raw-schema.ts'

/**
 * Lists the rows of a commit as the view `staged`: the last reading of each key over all parts. Parts are named in reading
 * order; inside one part keys are unique already.
 */
export const stageParts = async (
  duck: Duck,
  stream: Stream,
  parquetPaths: readonly string[],
): Promise<number> => {
  const key = keyColumns(stream).map(quoteName).join(', ')
  const files = quoteList(parquetPaths)
  if (parquetPaths.length === 1) {
    await duck.run(`create or replace temp view staged as select * from read_parquet(${files})`)
  } else {
    await duck.run(`create or replace temp table newest as
      select ${key}, max(list_position(${files}, filename)) as part from read_parquet(${files}, filename = true) group by ${key}`)
    await duck.run(`create or replace temp view staged as
      select parts.* exclude (filename) from read_parquet(${files}, filename = true) as parts
      join newest using (${key}) where list_position(${files}, filename) = newest.part`)
  }
  const { rows } = await duck.row<{ rows: number }>('select count(*) as rows from staged')
  return rows
}

/**
 * Brings raw up to `staged`: delete and insert by key, only where the content differs (or the row was deleted and is back).
 * An unchanged row keeps its `_extracted_at` and `_batch_id`, so these say when this version was first seen; that is what
 * makes "changed parents" a query.
 * @returns rows written.
 */
export const mergeStaged = async (
  duck: Duck,
  stream: Stream,
  streams: readonly Stream[],
  siteId: number,
): Promise<number> => {
  const table = rawTable(stream)
  const key = keyColumns(stream)
  const keyList = key.map(quoteName).join(', ')
  const compared = [...contentColumns(stream, streams).map(({ name }) => name), '_extra'].filter(
    (name) => !key.includes(name),
  )
  const differs = compared.map((name) => `staged.${quoteName(name)} is distinct from held.${quoteName(name)}`)
  // Found by key alone first: reading all of raw's wide rows for each batch would fill memory as the table grows.
  await duck.run(`create or replace temp table held_rows as
    select rowid as held_row, ${keyList} from ${table}
    where "SiteId" = ${siteId} and (${keyList}) in (select (${keyList}) from staged)`)
  await duck.run(`create or replace temp table changed as
    select ${key.map((name) => `staged.${quoteName(name)}`).join(', ')}, null::bigint as held_row
    from staged anti join held_rows using (${keyList})`)
  const { first, last } = await duck.row<{ first: number | null; last: number | null }>(
    'select min(held_row) as first, max(held_row) as last from held_rows',
  )
  if (first !== null && last !== null) {
    await duck.run(`insert into changed
      with held as (
        select rowid as held_row, * from ${table}
        where rowid between ${first} and ${last} and rowid in (select held_row from held_rows)
      )
      select ${key.map((name) => `staged.${quoteName(name)}`).join(', ')}, held.held_row
      from staged join held using (${keyList})
      where held._deleted_at is not null or ${differs.join(' or ') || 'false'}`)
  }
  await duck.run(
    `delete from ${table} where rowid in (select held_row from changed where held_row is not null)`,
  )
  const columns = rawColumns(stream, streams).map(({ name }) => quoteName(name))
  const values = columns.map((name) => (name === '"_deleted_at"' ? 'null::timestamp' : `staged.${name}`))
  await duck.run(`insert into ${table} (${columns.join(', ')})
    select ${values.join(', ')} from staged semi join changed using (${keyList})`)
  const { rows } = await duck.row<{ rows: number }>('select count(*) as rows from changed')
  return rows
}
