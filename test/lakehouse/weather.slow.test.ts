// Weather over the warehouse: what is committed when answers are lost, emptied, changed in form or in time zone.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/core/log.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { FaultName } from '../../src/sandbox/faults.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { query, syncOnce, tempHome } from './line.ts'
import type { LineOptions } from './line.ts'

let sandbox: Sandbox
const removals: (() => Promise<void>)[] = []
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.setFaults([]))
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

const always = Infinity

/** A home of one site, and what syncs it under the faults armed at the time. */
const newHome = async (start = '2026-05-01') => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  let runs = 0
  const syncAgain = (streams: readonly string[], options: Partial<LineOptions> = {}) => {
    runs += 1
    const config = { site_ids: [10_001], start_date: start, ...options.config }
    return syncOnce({
      home,
      url: sandbox.url,
      runId: `r${runs}`,
      ...options,
      streams: ['sites', ...streams],
      config,
    })
  }
  return { home, sync: syncAgain }
}

const idsOf = async (home: string, relation: string): Promise<readonly string[]> => {
  const rows = await query<{ id: string }>(
    home,
    `select "Id"::varchar as id from raw.${relation} where _deleted_at is null order by 1`,
  )
  return rows.map(({ id }) => id)
}

describe('a stream that is lost', () => {
  test.each<FaultName>(['truncated', 'internal_error'])(
    '%s amid the pages: whole slices are kept, half ones are not, the others go on, and the next run ends it',
    async (name) => {
      const { home, sync } = await newHome()
      const config = { page_size: 50, max_concurrency: 1 }
      sandbox.setFaults([{ name, path: '/sale/sales', after: 8, times: always }])
      const lame = await sync(['sales', 'programs'], { config })
      sandbox.setFaults([])
      expect(lame.streams.map(({ stream, status }) => [stream, status]).toSorted()).toEqual([
        ['programs', 'complete'],
        ['sales', 'incomplete'],
        ['sites', 'complete'],
      ])
      expect(problemOf(lame)).toMatchObject({ code: 'STREAM_LOST', exitCode: 1 })
      const kept = await query<{ day: string; n: number }>(
        home,
        'select left("SaleDateTime", 10) as day, count(*)::int as n from raw.sales group by 1',
      )
      const known = recordsOf(sandbox.business, 'sales', 10_001).filter(
        ({ SaleDateTime }) => String(SaleDateTime) >= '2026-05-01',
      )
      for (const { day, n } of kept) {
        expect(n).toBe(known.filter(({ SaleDateTime }) => String(SaleDateTime).startsWith(day)).length)
      }
      const again = await sync(['sales', 'programs'], { config })
      expect(problemOf(again)).toBeUndefined()
      expect(await idsOf(home, 'sales')).toEqual(known.map(({ Id }) => String(Id)).toSorted())
    },
  )
})

test('a token revoked amid a run ends it, and is not asked for again by each call under way', async () => {
  const { sync } = await newHome('2025-07-01')
  const before = sandbox.calls.length
  sandbox.setFaults([{ name: 'token_revoked', after: 12, times: always }])
  const config = { page_size: 50 }
  await expect(sync(['classes', 'clients', 'sales', 'transactions'], { config })).rejects.toMatchObject({
    code: 'CREDENTIALS_REFUSED',
    exitCode: 4,
  })
  const made = sandbox.calls.slice(before)
  expect(made.filter(({ path }) => path === '/usertoken/issue')).toHaveLength(2)
  // What was under way at the time, at most twice; what waited for its turn is not called.
  expect(made.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(2 * 8)
})

test('while every list comes empty nothing is deleted, and afterwards all is as before', async () => {
  const { home, sync } = await newHome()
  const streams = ['programs', 'classes', 'clients', 'sales']
  expect(problemOf(await sync(streams))).toBeUndefined()
  const count = () =>
    query(
      home,
      streams
        .map(
          (name) => `select '${name}' as stream, count(*) filter (_deleted_at is null) as n from raw.${name}`,
        )
        .join(' union all '),
    )
  const before = await count()
  for (const runs of [1, 2, 3]) {
    sandbox.setFaults([{ name: 'empty_lists', times: always }])
    await sync(streams).catch((error: unknown) => expect(error, `run ${runs}`).toHaveProperty('code'))
    expect(await count()).toEqual(before)
  }
  sandbox.setFaults([])
  expect(problemOf(await sync(streams))).toBeUndefined()
  expect(await count()).toEqual(before)
})

describe('records of another form', () => {
  interface Drift {
    readonly field: string
    readonly change: string
    readonly column: string | undefined
    readonly kept: RegExp | undefined
  }
  test.each<[FaultName, Drift]>([
    [
      'new_field',
      { field: 'MoodRing', change: 'new_field', column: undefined, kept: /"MoodRing":\{"Colour":"green"/ },
    ],
    [
      'long_id',
      { field: 'GlobalId', change: 'new_field', column: undefined, kept: /"GlobalId":9007199254740995/ },
    ],
    ['changed_type', { field: 'Count', change: 'type', column: 'Count', kept: /"Count":"plenty"/ }],
    [
      'huge_decimal',
      { field: 'Price', change: 'long_numeral', column: undefined, kept: /123456789012345678\.901234567891/ },
    ],
  ])(
    '%s: kept beside the row, counted, and no row is lost',
    async (name, { field, change, column, kept }) => {
      const { home, sync } = await newHome()
      sandbox.setFaults([{ name, path: '/sale/services', times: always }])
      expect(problemOf(await sync(['services']))).toBeUndefined()
      const known = recordsOf(sandbox.business, 'services', 10_001)
      const rows = await query<Record<string, unknown>>(
        home,
        'select *, _extra::varchar as extra from raw.services',
      )
      expect(rows).toHaveLength(known.length)
      for (const row of rows) {
        if (column !== undefined) expect(row[column]).toBeNull()
        if (kept !== undefined) expect(row.extra).toMatch(kept)
      }
      const changes = await query<{ field: string; change: string }>(
        home,
        `select field, change from meta.schema_changes where stream = 'services'`,
      )
      expect(changes.some((one) => one.field.includes(field) && one.change === change)).toBe(true)
    },
  )

  test('a null where there never was one is a null, and no change of form', async () => {
    const { home, sync } = await newHome()
    sandbox.setFaults([{ name: 'null_field', path: '/sale/services', times: always }])
    expect(problemOf(await sync(['services']))).toBeUndefined()
    const rows = await query<Record<string, unknown>>(
      home,
      'select "Name", "Price", _extra from raw.services',
    )
    expect(new Set(rows.flatMap((row) => Object.values(row)))).toEqual(new Set([null]))
    expect(await query(home, `from meta.schema_changes where stream = 'services'`)).toEqual([])
  })
})

test('a site that moves to another time zone is told of, and its days are those of the new one', async () => {
  const own = await startSandbox()
  removals.push(() => own.close())
  const { home, sync } = await newHome('2026-06-01')
  const warnings: string[] = []
  const log = createLog({ level: 'warn', json: true, stream: { write: (text) => warnings.push(text) } })
  const run = async (): Promise<string> => {
    const before = own.calls.length
    const result = await sync(['sales'], { url: own.url, log })
    expect(problemOf(result)).toBeUndefined()
    const ends = own.calls
      .slice(before)
      .flatMap(({ query: sent }) => new URLSearchParams(sent).getAll('request.endSaleDateTime'))
    return ends.toSorted().at(-1) ?? ''
  }
  expect(await run()).toBe('2026-07-01T23:59:59')
  expect(warnings).toEqual([])
  own.setFaults([{ name: 'zone_changed', path: '/site/sites', times: always }])
  expect(await run()).toBe('2026-07-02T23:59:59')
  expect(warnings.join()).toMatch(/America\/Los_Angeles.*Pacific\/Kiritimati/)
  own.setFaults([])
  own.advance(1)
  expect(await run()).toBe('2026-07-02T23:59:59')
  const known = recordsOf(own.business, 'sales', 10_001)
    .filter(({ SaleDateTime }) => String(SaleDateTime) >= '2026-06-01')
    .map(({ Id }) => String(Id))
  expect(await idsOf(home, 'sales')).toEqual(expect.arrayContaining(known))
})
