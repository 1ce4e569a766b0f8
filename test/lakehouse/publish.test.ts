// Publishing: what lands in marts.duckdb, what a reader with the old file sees, and what leaves yesterday's file alone.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { Duck, openReadOnly } from '../../src/lakehouse/duck.ts'
import { publish } from '../../src/lakehouse/publish.ts'
import { tempHome } from './line.ts'

let home: string
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ home, remove } = await tempHome())
})
afterEach(() => remove())

/** What dbt would leave in transform.duckdb. */
const transform = async (...statements: readonly string[]): Promise<void> => {
  const duck = await Duck.open(join(home, 'transform.duckdb'))
  for (const statement of ['create schema if not exists marts', ...statements]) await duck.run(statement)
  duck.close()
}

const newest = async (): Promise<unknown[]> => {
  const duck = await openReadOnly(join(home, 'marts.duckdb'))
  const rows = await duck.rows('select * from marts.fct_visit order by 1')
  duck.close()
  return rows
}

test('marts are tables in main, found with and without the schema, readable by everybody', async () => {
  await transform(
    'create table marts.fct_visit as select 1 as visit_id',
    'create table marts.dim_site as select 7 as site_id',
    'create view main.stg_visits as select 2 as visit_id',
  )
  const { marts, path } = await publish({ home, log: silentLog() })
  expect(marts).toEqual([
    { mart: 'dim_site', rows: 1 },
    { mart: 'fct_visit', rows: 1 },
  ])
  const duck = await openReadOnly(path)
  expect(await duck.rows('select visit_id from fct_visit')).toEqual(await duck.rows('from marts.fct_visit'))
  for (const denied of [
    'create table x (a int)',
    `select * from read_text('/etc/hostname')`,
    `attach ':memory:' as other`,
    'set enable_external_access = true',
  ]) {
    await expect(duck.rows(denied)).rejects.toThrow()
  }
  duck.close()
  expect((await stat(path)).mode & 0o777).toBe(0o644)
  expect((await readdir(home)).sort()).toEqual(['marts.duckdb', 'transform.duckdb'])
})

test('a reader with the file open keeps its rows; the next one sees the new ones', async () => {
  await transform('create table marts.fct_visit as select 1 as visit_id')
  const { path } = await publish({ home, log: silentLog() })
  const reader = await openReadOnly(path)
  await transform('insert into marts.fct_visit values (2)')
  await publish({ home, log: silentLog() })
  expect(await reader.rows('from fct_visit')).toHaveLength(1)
  reader.close()
  expect(await newest()).toHaveLength(2)
})

test('a mart that is a view, or no mart at all, leaves the published file as it was', async () => {
  await transform('create table marts.fct_visit as select 1 as visit_id')
  await publish({ home, log: silentLog() })
  await transform('create view marts.fct_sale as select 1 as id', 'insert into marts.fct_visit values (2)')
  await expect(publish({ home, log: silentLog() })).rejects.toMatchObject({ code: 'INTERNAL' })
  expect(await newest()).toHaveLength(1)
  await transform('drop schema marts cascade')
  await expect(publish({ home, log: silentLog() })).rejects.toMatchObject({ code: 'HOME_UNUSABLE' })
  expect(await newest()).toHaveLength(1)
  expect(await readdir(home)).not.toContain('marts.next.duckdb')
})
