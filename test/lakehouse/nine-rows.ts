// A hand-made stream of nine rows on a server of its own, whose dirty marks are pulled for real.
import { afterEach, beforeEach } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { markDirty, readDirty } from '../../src/lakehouse/dirty-marks.ts'
import type { Ask } from '../../src/lakehouse/dirty-marks.ts'
import { pullDirty } from '../../src/lakehouse/dirty-pull.ts'
import type { DirtyPull } from '../../src/lakehouse/dirty-pulling.ts'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { runPass } from '../../src/lakehouse/pass.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { testClient } from '../source/harness.ts'
import { apiError, json, startServer } from '../source/http-server.ts'
import type { TestServer } from '../source/http-server.ts'
import { tempHome, testConfig } from './line.ts'

export const siteId = 7
export const now = new Date('2026-06-30T12:00:00Z')

export const events: Stream = defineStream({
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

const config = { ...testConfig, start_date: '2026-06-01' }
const options = { staffUser: undefined, clock: () => now, limits: { tries: 2, backoffMs: 0 } }

/** Opens it anew for each test. */
export const openNineRows = () => {
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
      const isOff =
        table.ignoresUnknown === true && ids.some((id) => table.rows.every((row) => row.Id !== id))
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

  return {
    get table() {
      return table
    },
    get warehouse() {
      return warehouse
    },
    tell,
    pull,
    words,
    change,
    left,
  }
}
