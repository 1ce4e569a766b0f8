// How deep a sync reads: fresh streams not at all, a limited look without consequences, days before an earlier start date.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query, syncOnce, tempHome } from './line.ts'
import type { LineOptions } from './line.ts'
import { fetchSlice, pageRoom } from '../../src/lakehouse/fetch-slice.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from '../source/harness.ts'
import { apiError, json, startServer } from '../source/http-server.ts'
import { things } from '../source/table-server.ts'

const siteId = 10_002
const config = { site_ids: [siteId], start_date: '2026-06-01' }

let sandbox: Sandbox
const removals: (() => Promise<void>)[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}
const run = (
  home: string,
  runId: string,
  streams: readonly string[],
  more: Partial<LineOptions> = {},
): Promise<SyncResult> =>
  syncOnce({
    home,
    url: sandbox.url,
    runId,
    streams: ['sites', ...streams],
    ...more,
    config: { ...config, ...more.config },
  })
const statuses = ({ streams }: SyncResult) =>
  Object.fromEntries(streams.map(({ stream, status }) => [stream, status]))
const pathsSince = (from: number): string[] => sandbox.calls.slice(from).map(({ path }) => path)

test('a fresh stream is not asked, says what that saves, and is asked again in time or on demand', async () => {
  const home = await newHome()
  const slow = ['programs', 'categories']
  await run(home, 'r1', slow)
  const second = await run(home, 'r2', slow)
  expect(statuses(second)).toEqual({ sites: 'complete', programs: 'fresh', categories: 'fresh' })
  expect(
    second.streams.filter(({ status }) => status === 'fresh').map(({ calls, saved }) => [calls, saved]),
  ).toEqual([
    [0, 2],
    [0, 2],
  ])
  expect(second.callsSaved).toBe(4)
  expect(statuses(await run(home, 'r3', slow, { fullRefresh: true })).programs).toBe('complete')
  sandbox.advanceHours(7)
  expect(statuses(await run(home, 'r4', slow))).toMatchObject({ programs: 'fresh', categories: 'complete' })
  sandbox.advance(1)
  expect(statuses(await run(home, 'r5', slow))).toMatchObject({ programs: 'complete' })
})

test('a limited number of pages is a look: rows, but no cursor, nobody noted as asked, nothing concluded', async () => {
  const home = await newHome()
  const streams = ['clients', 'sales', 'client_contracts']
  const before = sandbox.calls.length
  const look = await run(home, 'look', streams, { limitPages: 1 })
  expect(problemOf(look)).toBeUndefined()
  expect(statuses(look)).toEqual({
    sites: 'partial',
    clients: 'partial',
    sales: 'partial',
    client_contracts: 'partial',
  })
  for (const path of ['/client/clients', '/sale/sales', '/client/clientcontracts']) {
    expect(pathsSince(before).filter((called) => called === path)).toHaveLength(1)
  }
  expect(await query(home, 'from meta.cursors')).toEqual([])
  expect(await query(home, 'from meta.parent_reads')).toEqual([])
  const [held] = await query<{ n: number }>(home, 'select count(*)::int as n from raw.clients')
  expect(held?.n).toBe(200)

  await run(home, 'r1', ['clients', 'sales'])
  const other = await newHome()
  await run(other, 'r1', ['clients', 'sales'])
  const keys =
    'select "Id" from raw.sales where _deleted_at is null union all select "UniqueId" from raw.clients order by 1'
  expect(await query(home, keys)).toEqual(await query(other, keys))
})

test('an earlier start date reads the days that are missing, and no others', async () => {
  const home = await newHome()
  const earlier = { config: { ...config, start_date: '2026-04-15' } }
  await run(home, 'r1', ['sales'])
  const before = sandbox.calls.length
  expect(problemOf(await run(home, 'r2', ['sales'], earlier))).toBeUndefined()
  const starts = sandbox.calls
    .slice(before)
    .filter(({ path }) => path === '/sale/sales')
    .map(({ query: sent }) => /startSaleDateTime=([\d-]+)/.exec(sent)?.[1])
  const recent = expect.stringMatching(/^2026-0[67]/)
  expect([...new Set(starts)].sort()).toEqual(['2026-04-15', '2026-05-16', recent])
  const other = await newHome()
  await run(other, 'r1', ['sales'], earlier)
  const keys = 'select "Id" from raw.sales order by 1'
  expect(await query(home, keys)).toEqual(await query(other, keys))
})

test('an earlier start date asks all parents again whose span begins with it', async () => {
  const home = await newHome()
  const streams = ['clients', 'client_visits']
  await run(home, 'r1', streams, { maxCalls: 40 })
  const asked = () =>
    query<{ key: string }>(home, 'select parent_key as key from meta.parent_reads order by read_at, 1')
  const first = await asked()
  expect(first.length).toBeGreaterThan(10)
  const earlier = { config: { ...config, start_date: '2026-04-15' } }
  await run(home, 'look', streams, { limitPages: 1, ...earlier })
  expect(await asked()).toEqual(first)
  await run(home, 'r2', streams, { maxCalls: 30, ...earlier })
  const again = await asked()
  expect(again.length).toBeLessThan(first.length)
  expect(first).toEqual(expect.arrayContaining(again.slice(0, 5)))
})

test('an empty answer for a few days is held against a wider one; an endpoint that only gives none is at fault', async () => {
  const home = await newHome()
  await run(home, 'r1', ['sales', 'clients'])
  sandbox.setFaults([
    { name: 'empty_lists', path: '/sale/sales', times: 1 },
    { name: 'empty_lists', path: '/client/clients', times: 1 },
  ])
  expect(problemOf(await run(home, 'r2', ['sales', 'clients']))).toBeUndefined()
  sandbox.setFaults([
    { name: 'empty_lists', path: '/sale/sales', times: Infinity },
    { name: 'empty_lists', path: '/client/clients', times: Infinity },
  ])
  const before = await query(home, 'select stream, cursor from meta.cursors order by stream')
  const lost = await run(home, 'r3', ['sales', 'clients']).finally(() => sandbox.setFaults([]))
  expect(statuses(lost)).toEqual({ sites: 'complete', sales: 'incomplete', clients: 'incomplete' })
  expect(lost.streams.find(({ stream }) => stream === 'sales')?.problem).toMatchObject({
    code: 'ANSWER_BROKEN',
    remedy: expect.stringContaining('sync --full-refresh --streams sales'),
  })
  const cursors = "select stream, cursor from meta.cursors where stream <> 'sites' order by stream"
  expect(await query(home, cursors)).toEqual(before.filter(({ stream }) => stream !== 'sites'))
  expect(await query(home, 'from ledger.missing_key')).toEqual([])
})

test('an emptied stream is believed when the user asks for everything on two days', async () => {
  const home = await newHome()
  const streams = ['categories']
  const present = async () =>
    (
      await query<{ n: number }>(
        home,
        'select count(*)::int as n from raw.categories where _deleted_at is null',
      )
    )[0]?.n
  await run(home, 'r1', streams)
  const known = await present()
  sandbox.setFaults([{ name: 'empty_lists', path: '/site/categories', times: Infinity }])
  sandbox.advanceHours(10)
  expect(statuses(await run(home, 'r2', streams)).categories).toBe('incomplete')
  expect(statuses(await run(home, 'r3', streams, { fullRefresh: true })).categories).toBe('complete')
  expect(await present()).toBe(known)
  sandbox.advance(2)
  const second = await run(home, 'r4', streams, { fullRefresh: true }).finally(() => sandbox.setFaults([]))
  expect(second.streams.find(({ stream }) => stream === 'categories')?.deleted).toBe(known)
  expect(await present()).toBe(0)
})

test('one parent of a batch that is gone is found by halves; the others are read', async () => {
  const gone = '5'
  const ids = ['1', '2', '3', '4', '5', '6', '7', '8']
  const server = await startServer(({ url }, response) => {
    const asked = url.searchParams.getAll('parent')
    if (asked.includes(gone)) return apiError(response, 404, 'ClientNotFound')
    const Things = asked.map((Id) => ({ Id: Number(Id) }))
    const PaginationResponse = {
      RequestedLimit: 100,
      RequestedOffset: 0,
      PageSize: Things.length,
      TotalResults: Things.length,
    }
    return json(response, { PaginationResponse, Things })
  })
  const { home, remove } = await tempHome()
  removals.push(remove)
  const made = await testClient(server.url, { staffUser: undefined })
  const parent = {
    stream: 'owners',
    field: 'Id',
    param: 'parent',
    batch: 8,
    as: 'OwnerId',
    due: 'all',
  } as const
  const stream: Stream = { ...things, parent }
  await using warehouse = await Warehouse.open(home, [stream])
  const fetched = await fetchSlice(
    {
      client: made.client,
      warehouse,
      pageSize: 100,
      startDate: '2026-01-01',
      acceptsEmpty: false,
      folder: home,
      signal: new AbortController().signal,
      room: pageRoom(),
      onPage: () => undefined,
      log: silentLog(),
    },
    {
      stream,
      siteId: 7,
      id: 'parents=1+7',
      query: [['fixed', 'yes'], ...ids.map((id) => ['parent', id] as const)],
      parents: ids,
      concludes: true,
    },
  )
  expect(fetched.flatMap(({ slice }) => slice.parents)).toEqual(ids)
  const rows = fetched.flatMap(({ pages }) => pages.map(({ rows: count }) => count ?? 0))
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(7)
  expect(server.received).toHaveLength(7)
  expect(server.received.every(({ url }) => url.searchParams.get('fixed') === 'yes')).toBe(true)
  await made.close()
  await server.close()
})

test('a stream that is verified daily is read whole once a day, between the weekly readings of the others', async () => {
  const home = await newHome()
  const daily = { config: { verify_every_days: 7, verify_daily: ['clients'] } }
  const isWhole = async (runId: string): Promise<boolean> => {
    const from = sandbox.calls.length
    await run(home, runId, ['clients'], daily)
    const asked = sandbox.calls.slice(from).filter(({ path }) => path === '/client/clients')
    return asked.every(({ query: sent }) => !/lastModifiedDate/i.test(String(sent)))
  }
  expect(await isWhole('r1')).toBe(true)
  expect(await isWhole('r2')).toBe(false)
  sandbox.advance(1)
  expect(await isWhole('r3')).toBe(true)
  expect(await isWhole('r4')).toBe(false)
})
