// The ledger of expiries: written once, all or nothing, and never rewritten.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Duck } from '../../src/lakehouse/duck.ts'
import { appendExpiries } from '../../src/lakehouse/expiry-registry.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { tempHome } from './line.ts'

let home: string
let remove: () => Promise<void>

beforeEach(async () => {
  ;({ home, remove } = await tempHome())
})
afterEach(() => remove())

/** What dbt would leave in transform.duckdb: one proposal per pair of deferral and day. */
const propose = async (...proposals: readonly (readonly [string, string])[]): Promise<void> => {
  await using duck = await Duck.open(homePaths(home).transform)
  await duck.run('create schema if not exists intermediate')
  await duck.run(`create or replace table intermediate.int_expiry_proposals (
    site_id bigint, deferral_id varchar, client_service_id bigint, expires_on date, source varchar, policy_id varchar)`)
  for (const [deferral, day] of proposals) {
    await duck.run(
      `insert into intermediate.int_expiry_proposals values (10001, $1, 7, $2::date, 'holding', 'service')`,
      [deferral, day],
    )
  }
}

const append = async (): Promise<number> => {
  await using warehouse = await Warehouse.open(home, [])
  return await appendExpiries(warehouse)
}

const registry = async (): Promise<unknown[]> => {
  await using warehouse = await Warehouse.open(home, [])
  return await warehouse.exclusive((duck) =>
    duck.rows(
      `select site_id, deferral_id, client_service_id, expires_on, source, policy_id, registered_at is not null as is_dated
       from ledger.expiry_registry order by deferral_id`,
    ),
  )
}

const first = {
  site_id: 10001,
  deferral_id: 'service-7',
  client_service_id: 7,
  expires_on: '2026-06-30',
  source: 'holding',
  policy_id: 'service',
  is_dated: true,
}

test('an expiry is written with where it came from, and once', async () => {
  await propose(['service-7', '2026-06-30'])
  expect(await append()).toBe(1)
  expect(await append()).toBe(0)
  expect(await registry()).toEqual([first])
})

test('a later date for the same deferral changes nothing, another deferral is appended', async () => {
  await propose(['service-7', '2026-06-30'])
  await append()
  await propose(['service-7', '2026-12-31'], ['service-8', '2026-07-31'])
  expect(await append()).toBe(1)
  expect(await registry()).toEqual([first, { ...first, deferral_id: 'service-8', expires_on: '2026-07-31' }])
})

test('a build of other models proposes nothing', async () => {
  await (await Duck.open(homePaths(home).transform))[Symbol.asyncDispose]()
  expect(await append()).toBe(0)
  expect(await registry()).toEqual([])
})
