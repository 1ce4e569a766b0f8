// Staging over everything the simulated studio knows: every stream whole, what is nested come out, every time read.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Duck, quoteText } from '../../src/lakehouse/duck.ts'
import { homePaths } from '../../src/lakehouse/home.ts'
import { createBusiness } from '../../src/sandbox/business.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import type { ApiRecord } from '../../src/sandbox/records.ts'
import { streams } from '../../streams/index.ts'
import { build, openMarts, studioHome } from './studio-warehouse.ts'

const business = createBusiness()
let home: string
let duck: Duck

const truth = (stream: string): readonly ApiRecord[] =>
  business.studios.flatMap(({ plan }) => recordsOf(business, stream, plan.siteId))

const rowsOf = async (model: string): Promise<number> => {
  const { rows } = await duck.row<{ rows: number }>(
    `select count(*) as rows from staging.stg_mindbody__${model}`,
  )
  return rows
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0)

beforeAll(async () => {
  home = await studioHome(business)
  expect((await build(home)).failures).toEqual([])
  duck = await openMarts(home)
  await duck.run(`attach ${quoteText(homePaths(home).warehouse)} as warehouse (read_only)`)
})

afterAll(async () => {
  await duck[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

describe('staging', () => {
  it.each(streams.map(({ name }) => name))('has every record of %s, once', async (name) => {
    expect(truth(name).length).toBeGreaterThan(0)
    expect(await rowsOf(name)).toBe(truth(name).length)
  })

  it.each([
    ['sales', 'PurchasedItems', 'sale_items'],
    ['sales', 'Payments', 'sale_payments'],
    ['client_memberships', 'Memberships', 'client_membership_items'],
    ['staff_schedule_items', 'Availabilities', 'staff_availabilities'],
    ['enrollments', 'Classes', 'enrollment_classes'],
  ])('brings out of %s each of the %s', async (stream, list, model) => {
    const held = truth(stream).reduce((sum, record) => sum + lengthOf(record[list]), 0)
    expect(held).toBeGreaterThan(0)
    expect(await rowsOf(model)).toBe(held)
  })

  it('tells of granted and refused permissions', async () => {
    const held = (list: string): number =>
      truth('staff_permissions').reduce((sum, record) => sum + lengthOf(record[list]), 0)
    const rows = await duck.rows(
      `select is_allowed, count(*) as permissions from staging.stg_mindbody__staff_permission_items
       group by is_allowed order by is_allowed`,
    )
    expect(rows).toEqual([
      { is_allowed: false, permissions: held('DeniedPermissions') },
      { is_allowed: true, permissions: held('AllowedPermissions') },
    ])
  })

  it('knows the instant of every wall clock it reads', async () => {
    const columns = await duck.rows<{ model: string; clock: string }>(
      `select table_name as model, replace(column_name, '_local', '') as clock
       from information_schema.columns where table_schema = 'staging' and column_name like '%\\_local' escape '\\'`,
    )
    expect(columns.length).toBeGreaterThan(40)
    for (const { model, clock } of columns) {
      const { unread } = await duck.row<{ unread: number }>(
        `select count(*) as unread from staging.${model} where (${clock}_local is null) <> (${clock}_utc is null)`,
      )
      expect(unread, `${model}.${clock}`).toBe(0)
    }
  })
})
