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

describe('rows by key', () => {
  test.each(['clients', 'classes', 'appointments'])(
    '%s that changed are as Mindbody has them, 20 a call',
    async (stream) => {
      const home = await homeBefore()
      const keys = await changedIn(stream)
      expect(keys.length).toBeGreaterThan(0)
      const made = await pull(home, 'p1', { marks: keys.map((key) => mark(siteId, stream, 'key', key)) })
      expect(made.left).toEqual([])
      const [now, truth] = [await rowsOf(home, stream), await rowsOf(after, stream)]
      for (const key of keys) expect(now.get(key)).toBe(truth.get(key))
    },
  )
})
