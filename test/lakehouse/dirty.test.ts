// Dirty marks over a server that does not answer as hoped: rows that are gone, filters ignored, refusals, few calls, a stop.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { countDirty, markDirty, readDirty } from '../../src/lakehouse/dirty-marks.ts'
import type { Ask } from '../../src/lakehouse/dirty-marks.ts'
import { problemOfDirty } from '../../src/lakehouse/dirty-problem.ts'
import { pullDirty } from '../../src/lakehouse/dirty-pull.ts'
import type { DirtyPull } from '../../src/lakehouse/dirty-pulling.ts'
import { markSpan } from '../../src/lakehouse/dirty-span.ts'
import { estimateDirty } from '../../src/lakehouse/estimate-dirty.ts'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { runPass } from '../../src/lakehouse/pass.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from '../source/harness.ts'
import { apiError, json, startServer } from '../source/http-server.ts'
import type { TestServer } from '../source/http-server.ts'
import { tempHome, testConfig } from './line.ts'

const siteId = 7
const now = new Date('2026-06-30T12:00:00Z')

const events: Stream = defineStream({
  name: 'events',
  path: '/events',
  rows: 'Events',
  key: ['Id'],
  about: 'Events.',
  byKey: { param: 'request.ids', field: 'Id', batch: 4 },
  incremental: {
    kind: 'window',
    startParam: 'request.from',
    endParam: 'request.to',
    field: 'At',
    stepDays: 31,
    lookbackDays: 5,
    recentDays: 2,
    lookaheadDays: 3,
  },
  fields: { Id: 'id', At: 'local', Word: 'text' },
})

interface Table {
  rows: { Id: number; At: string; Word: string }[]
  /** An id nobody has turns the filter off. */
  ignoresUnknown?: boolean
  /** An id that is refused. */
  refused?: number
  broken?: boolean
  /** While an answer is on its way. */
  meanwhile?: () => Promise<void>
}

let table: Table
let server: TestServer
let home: Awaited<ReturnType<typeof tempHome>>
let warehouse: Warehouse
let runs = 0

beforeEach(async () => {
  table = {
    rows: [...Array(9).keys()].map((day) => ({ Id: day + 1, At: `2026-06-2${day}T10:00:00`, Word: 'old' })),
  }
  server = await startServer(({ url }, response) => {
    const { searchParams: asked } = url
    const [ids, limit, offset] = [
      asked.getAll('request.ids').map(Number),
      Number(asked.get('request.limit')),
      Number(asked.get('request.offset')),
    ]
    if (ids.some((id) => id === table.refused)) return apiError(response, 400, 'InvalidId')
    if (table.broken === true) return json(response, '{"Events": [{"Id": 1, "At"')
    const [from, to] = [asked.get('request.from') ?? '', asked.get('request.to') ?? '']
    const isOff = table.ignoresUnknown === true && ids.some((id) => table.rows.every((row) => row.Id !== id))
    const rows = table.rows.filter(
      ({ Id, At }) => (ids.length === 0 || isOff || ids.includes(Id)) && At >= from && At <= to,
    )
    const Events = rows.slice(offset, offset + limit)
    const PaginationResponse = {
      RequestedLimit: limit,
      RequestedOffset: offset,
      PageSize: Events.length,
      TotalResults: rows.length,
    }
    const answer = (): void =>
      json(response, { PaginationResponse, Events }, 200, { date: now.toUTCString() })
    void (table.meanwhile?.() ?? Promise.resolve()).then(answer)
  })
  home = await tempHome()
  warehouse = await Warehouse.open(home.home, [events])
  await pass()
})
afterEach(async () => {
  await warehouse.close()
  await server.close()
  await home.remove()
})

const config = { ...testConfig, start_date: '2026-06-01' }
const options = { staffUser: undefined, clock: () => now, limits: { tries: 2, backoffMs: 0 } }

const pass = async (): Promise<void> => {
  const made = await testClient(server.url, options)
  runs += 1
  await runPass({
    stream: events,
    site: { siteId, zone: 'UTC' },
    runId: `run${runs}`,
    warehouse,
    client: made.client,
    parents: parentKeysOf(warehouse, { now: () => now, zoneOf: () => 'UTC', all: false }),
    config,
    fullRefresh: false,
    signal: new AbortController().signal,
    onPage: () => undefined,
    log: silentLog(),
    onCommit: () => Promise.resolve(),
  })
  await made.close()
}

const tell = (ask: Ask, keys: readonly string[], since = now): Promise<void> =>
  warehouse.exclusive((duck) =>
    duck.transaction(() =>
      markDirty(
        duck,
        keys.map((key) => ({ stream: 'events', siteId, ask, key, since })),
      ),
    ),
  )

const pull = async (
  more: { maxCalls?: number; signal?: AbortSignal } = {},
): Promise<{ readonly pulls: readonly DirtyPull[]; readonly queries: readonly URLSearchParams[] }> => {
  const before = server.received.length
  runs += 1
  const made = await testClient(server.url, { ...options, runId: `run${runs}`, maxCalls: more.maxCalls })
  try {
    const pulls = await pullDirty({
      warehouse,
      client: made.client,
      sites: [{ siteId, zone: 'UTC' }],
      streams: [events],
      config,
      runId: `run${runs}`,
      log: silentLog(),
      signal: more.signal ?? new AbortController().signal,
    })
    return { pulls, queries: server.received.slice(before).map(({ url }) => url.searchParams) }
  } finally {
    await made.close()
  }
}

const words = (): Promise<string> =>
  warehouse.exclusive(async (duck) => {
    const rows = await duck.rows<{ id: number; word: string; deleted: boolean }>(
      'select "Id" as id, "Word" as word, _deleted_at is not null as deleted from raw.events order by 1',
    )
    return rows
      .map(({ id, word, deleted }) => `${id}${word === 'old' ? '' : word}${deleted ? '-' : ''}`)
      .join(' ')
  })

const change = (...ids: readonly number[]): void => {
  table.rows = table.rows.map((row) => (ids.includes(row.Id) ? { ...row, Word: '+' } : row))
}

const left = async (): Promise<readonly string[]> =>
  (await readDirty(warehouse, siteId)).map(({ ask, key, marks }) => `${ask} ${key} ${marks}`)

describe('rows by key', () => {
  test('only those asked for, with both bounds, four a call; what was told twice is asked once', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9', '2'])
    const { pulls, queries } = await pull()
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
    expect(queries.map((query) => query.getAll('request.ids').length)).toEqual([4, 1])
    expect(queries[0]?.get('request.from')).toBe('2026-06-01T00:00:00')
    expect(queries[0]?.get('request.to')).toBe('2026-07-04T23:59:59')
    expect(pulls).toMatchObject([
      { pulled: 5, rows: 5, rows_changed: 5, calls: 2, gone: [], left: 0, waiting: 0 },
    ])
    expect(await left()).toEqual([])
    expect((await pull()).queries).toEqual([])
  })

  test('what does not come is told and cleared; its day is read by the next run, and only then it is deleted', async () => {
    table.rows = table.rows.filter(({ Id }) => Id !== 4)
    await tell('key', ['4', '5', '77'])
    const first = await pull()
    expect(first.pulls).toMatchObject([{ pulled: 3, gone: ['4', '77'], deleted: 0, left: 1 }])
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
    expect(await left()).toEqual(['days 2026-06-23..2026-06-23 1'])
    const second = await pull()
    expect(second.pulls).toMatchObject([{ pulled: 1, deleted: 1, left: 0 }])
    expect(await words()).toBe('1 2 3 4- 5 6 7 8 9')
    expect(problemOfDirty(second.pulls)).toBeUndefined()
  })

  test('a row that came back after it did not come stays', async () => {
    const all = table.rows
    table.rows = all.filter(({ Id }) => Id !== 4)
    await tell('key', ['4'])
    await pull()
    table.rows = all
    expect((await pull()).pulls).toMatchObject([{ deleted: 0, left: 0 }])
    table.rows = all.filter(({ Id }) => Id !== 4)
    await tell('days', ['2026-06-23..2026-06-23'])
    await pull()
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
  })

  test('an unknown id that turns the filter off costs halvings, and everybody else is read', async () => {
    table.ignoresUnknown = true
    change(2, 3, 5)
    await tell('key', ['2', '3', '77', '5'])
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 4, gone: ['77'], left: 0 }])
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7 8 9')
  })

  test('an id that is refused leaves the others', async () => {
    table.refused = 3
    change(2, 3, 5)
    await tell('key', ['2', '3', '5', '6'])
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 4, gone: ['3'], left: 1 }])
    expect(pulls[0]?.problem).toBeUndefined()
    expect(await words()).toBe('1 2+ 3 4 5+ 6 7 8 9')
  })

  test('what is told again while it is asked for stays marked', async () => {
    await tell('key', ['2', '3'])
    table.meanwhile = () => tell('key', ['3'])
    await pull()
    expect(await left()).toEqual(['key 3 2'])
  })
})

describe('days', () => {
  test('spans that touch are read once, and days nobody reads are cleared', async () => {
    change(1, 9)
    await tell('days', ['2026-06-18..2026-06-21', '2026-06-20..2026-06-29', '2030-01-01..2030-01-02'])
    const { pulls, queries } = await pull()
    const spans = queries.map(
      (query) => `${query.get('request.from')?.slice(0, 10)} ${query.get('request.to')?.slice(0, 10)}`,
    )
    expect(new Set(spans)).toEqual(new Set(['2026-06-18 2026-06-29']))
    expect(await words()).toBe('1+ 2 3 4 5 6 7 8 9+')
    expect(pulls).toMatchObject([{ pulled: 2, gone: ['2030-01-01..2030-01-02'], left: 0 }])
  })
})

describe('a span without events', () => {
  test('its days, those just before and all ahead are read, and nothing of it is left', async () => {
    change(6, 7, 9)
    const span = { from: new Date('2026-06-27T22:00:00Z'), to: new Date('2026-06-28T04:00:00Z'), now }
    await markSpan(warehouse, { ...span, messageId: 'gap:1', siteIds: [siteId], streams: [events] })
    expect(await left()).toEqual(['days 2026-06-24..2026-07-04 1'])
    await tell('days', ['2026-06-24..2026-07-04'])
    expect(await countDirty(warehouse, [siteId], 'gap:1')).toBe(1)
    expect((await pull()).pulls).toMatchObject([{ pulled: 1, rows_changed: 3, left: 0 }])
    expect(await words()).toBe('1 2 3 4 5 6+ 7+ 8 9+')
    expect(await countDirty(warehouse, [siteId], 'gap:1')).toBe(0)
  })
})

describe('before it is pulled', () => {
  test('a plan counts the calls', async () => {
    await tell('key', ['2', '3', '5', '7', '9'])
    await tell('days', ['2026-06-20..2026-06-21'])
    const estimates = await estimateDirty(warehouse, [events], [{ siteId, zone: 'UTC' }])
    expect(estimates).toEqual([
      { stream: 'events', siteId, calls: 2 + 2, why: '6 told of by events', known: true },
    ])
  })
})

test('what was never read is left to its first pass, and marks of sites that were given up count nowhere', async () => {
  await warehouse.exclusive((duck) => duck.run('delete from meta.cursors'))
  await tell('key', ['2', '3'])
  expect(await estimateDirty(warehouse, [events], [{ siteId, zone: 'UTC' }])).toEqual([])
  expect(await pull()).toEqual({ pulls: [], queries: [] })
  expect(await left()).toEqual([])
  await tell('key', ['2'])
  expect(await countDirty(warehouse, [siteId + 1])).toBe(0)
  expect(await countDirty(warehouse, [siteId, siteId + 1])).toBe(1)
})

describe('when it does not go on', () => {
  test('without calls the rest stays marked, is told, and the next run goes on', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9'])
    const cut = await pull({ maxCalls: 1 })
    expect(cut.pulls).toMatchObject([{ calls: 1, problem: { code: 'BUDGET_SPENT' } }])
    const rest = await left()
    expect(cut.pulls[0]?.waiting).toBe(rest.length)
    expect([1, 5]).toContain(rest.length)
    expect(problemOfDirty(cut.pulls)).toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
    await pull()
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
    expect(await left()).toEqual([])
  })

  test('stopped while an answer is on its way: what is not committed is still marked, and the next run goes on', async () => {
    change(2, 3, 5, 7, 9)
    await tell('key', ['2', '3', '5', '7', '9'])
    const stop = new AbortController()
    table.meanwhile = () => Promise.resolve(stop.abort(new Error('stop')))
    await expect(pull({ signal: stop.signal })).rejects.toThrow('stop')
    expect(await words()).toBe('1 2 3 4 5 6 7 8 9')
    expect(await left()).toHaveLength(5)
    delete table.meanwhile
    await pull()
    expect(await left()).toEqual([])
    expect(await words()).toBe('1 2+ 3+ 4 5+ 6 7+ 8 9+')
  })

  test('a broken answer leaves the marks, and those of the day before are given up', async () => {
    table.broken = true
    await tell('key', ['2'])
    await tell('days', ['2026-06-20..2026-06-21'], new Date(now.getTime() - 25 * 3_600_000))
    const { pulls } = await pull()
    expect(pulls).toMatchObject([{ pulled: 0, left: 1, problem: { code: 'ANSWER_BROKEN' } }])
    expect(problemOfDirty(pulls)).toMatchObject({ code: 'STREAM_LOST' })
    expect(await left()).toEqual(['key 2 1'])
  })
})
