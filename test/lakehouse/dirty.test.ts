// Dirty marks over a studio that lives on: what they name is as Mindbody has it after the pull, for as few calls as may be.
import { cp } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { mark, pullOnce } from './dirty-line.ts'
import type { PullOptions } from './dirty-line.ts'
import { query, syncOnce, tempHome } from './line.ts'

const siteId = 10_002
const names = ['sites', 'clients', 'classes', 'appointments', 'sales', 'class_visits', 'client_contracts']
const startDate = '2026-06-01'
const few = { streams: names, config: { site_ids: [siteId], start_date: startDate } }

let sandbox: Sandbox
let before: string
let after: string
const removals: (() => Promise<void>)[] = []

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}

/** A copy of the home as it was before the day. */
const homeBefore = async (): Promise<string> => {
  const home = await newHome()
  await cp(before, home, { recursive: true })
  return home
}

/** Rows of a stream as text, by key. */
const rowsOf = async (home: string, stream: string): Promise<ReadonlyMap<string, string>> => {
  const key = stream === 'clients' ? 'UniqueId' : 'Id'
  const rows = await query<{ key: string; row: string }>(
    home,
    `select "${key}"::varchar as key, to_json(held) as row
     from (select * exclude (_batch_id, _extracted_at, _request_id) from raw.${stream} where _deleted_at is null) as held`,
  )
  return new Map(rows.map(({ key: own, row }) => [own, row]))
}

/** Keys of rows that the day has brought or changed. */
const changedIn = async (stream: string): Promise<readonly string[]> => {
  const [old, now] = [await rowsOf(before, stream), await rowsOf(after, stream)]
  return [...now].filter(([key, row]) => old.get(key) !== row).map(([key]) => key)
}

const pull = (home: string, runId: string, options: Partial<PullOptions>) =>
  pullOnce({
    home,
    url: sandbox.url,
    runId,
    sites: [{ siteId, zone: 'Europe/London' }],
    streams: names,
    startDate,
    ...options,
  })

beforeAll(async () => {
  sandbox = await startSandbox()
  before = await newHome()
  await syncOnce({ home: before, url: sandbox.url, runId: 'r1', ...few })
  sandbox.advance(1)
  after = await newHome()
  await syncOnce({ home: after, url: sandbox.url, runId: 'r1', ...few })
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

/** Rows that differ from the truth, of those named. */
const wrong = async (home: string, stream: string, keys: readonly string[]): Promise<readonly string[]> => {
  const [now, truth] = [await rowsOf(home, stream), await rowsOf(after, stream)]
  return keys.filter((key) => now.get(key) !== truth.get(key))
}

describe('what a day has changed', () => {
  test('is as Mindbody has it, 20 rows a call, and sales by their days where there are many', async () => {
    const home = await homeBefore()
    const streams = ['clients', 'classes', 'appointments', 'sales']
    const keys = new Map<string, readonly string[]>()
    for (const stream of streams) keys.set(stream, await changedIn(stream))
    const marks = [...keys].flatMap(([stream, own]) => own.map((key) => mark(siteId, stream, 'key', key)))
    const made = await pull(home, 'p1', { marks })
    expect(made.left).toEqual([])
    for (const [stream, own] of keys) {
      expect(own.length).toBeGreaterThan(0)
      expect(await wrong(home, stream, own)).toEqual([])
    }
    expect(made.pulls.map(({ stream, pulled, gone }) => ({ stream, pulled, gone }))).toEqual(
      streams.map((stream) => ({ stream, pulled: keys.get(stream)?.length, gone: [] })),
    )
    const calls = new Map(made.pulls.map((one) => [one.stream, one.calls]))
    for (const stream of ['clients', 'classes', 'appointments'])
      expect(calls.get(stream)).toBe(Math.ceil((keys.get(stream)?.length ?? 0) / 20))
    console.log(calls, [...keys].map(([s, k]) => [s, k.length]))
  })

  test('per parent: the clients by the id that stays, and they are not asked once more by the sync that follows', async () => {
    const home = await homeBefore()
    const visits = await changedIn('class_visits')
    const classes = [...new Set(visits.map((key) => String(JSON.parse((rows.get(key)) ?? '{}').ClassId)))]
  })
})
