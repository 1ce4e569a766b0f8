// The line over the simulated studio: first run, second run, a day later, and whatever can stop it.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemOf } from '../../src/lakehouse/sync.ts'
import type { SyncResult } from '../../src/lakehouse/sync.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { query, syncOnce, tempHome } from './line.ts'

const some = ['sites', 'locations', 'classes', 'clients', 'sales', 'client_services', 'contracts']

let sandbox: Sandbox
const removals: (() => Promise<void>)[] = []

const newHome = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  return home
}

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

const counts = (home: string) =>
  query(
    home,
    some
      .map((name) => `select '${name}' as stream, "SiteId", count(*) as n from raw.${name} group by all`)
      .join(' union all ') + ' order by 1, 2',
  )

describe('a home over time', () => {
  let home: string
  let first: SyncResult

  beforeAll(async () => {
    home = await newHome()
    first = await syncOnce({ home, url: sandbox.url, runId: 'r1', streams: some })
  })

  test('every stream is complete, and the rows are those of the studio', async () => {
    expect(problemOf(first)).toBeUndefined()
    const sites = sandbox.business.studios.map(({ plan, clients }) => ({
      site: plan.siteId,
      n: clients.length,
    }))
    const rows = await query<{ site: number; n: number }>(
      home,
      'select "SiteId" as site, count(*) as n from raw.clients group by 1 order by 1',
    )
    expect(rows).toEqual(sites.sort((a, b) => a.site - b.site))
    const [keys] = await query(
      home,
      'select count(*) - count(distinct ("SiteId", "Id")) as doubles, min(_batch_id is not null) as known from raw.sales',
    )
    expect(keys).toEqual({ doubles: 0, known: true })
  })

  test('everything in the home is private, and every batch can be found again by its hash', async () => {
    expect((await stat(join(home, 'warehouse.duckdb'))).mode & 0o777).toBe(0o600)
    const parts = await readdir(join(home, 'lake', 'sales', 'site_id=10001'))
    const batches = await query(home, `from meta.batches where stream = 'sales' and site_id = 10001`)
    expect(parts).toHaveLength(batches.length)
    expect(await readdir(join(home, 'pages'))).not.toContain('clients')
    expect(JSON.stringify(await readdir(join(home, 'work')))).not.toContain('r1')
  })

  test('a second run changes nothing and makes a fraction of the calls', async () => {
    const before = await counts(home)
    const second = await syncOnce({ home, url: sandbox.url, runId: 'r2', streams: some })
    const changes = second.streams.map((result) => result.rows_changed + result.deleted)
    expect(changes.every((count) => count === 0)).toBe(true)
    expect(await counts(home)).toEqual(before)
    expect(second.callsUsed).toBeLessThan(first.callsUsed * 0.5)
    const parents = second.streams.filter(({ stream }) => stream === 'client_services')
    expect(parents.map(({ calls }) => calls)).toEqual([0, 0])
  })

  test('an answer that came back empty deletes nothing', async () => {
    for (const runId of ['e1', 'e2']) {
      sandbox.setFaults([{ name: 'empty_lists', path: '/class/', times: Infinity }])
      const streams = ['sites', 'classes']
      await syncOnce({ home, url: sandbox.url, runId, streams }).finally(() => sandbox.setFaults([]))
    }
    expect(await query(home, 'from ledger.missing_key')).toEqual([])
  })

  test('no secret reaches the disk', async () => {
    const text = await readFile(join(home, 'warehouse.duckdb'), 'latin1')
    expect(text).not.toContain('demo-password')
  })
})

describe('a run that is cut short', () => {
  /** One site and a few streams: each of these homes is synced twice. */
  const few = {
    streams: ['sites', 'locations', 'classes', 'sales'],
    config: { site_ids: [10_002], start_date: '2026-04-01' },
  }
  let undisturbed: unknown

  beforeAll(async () => {
    const home = await newHome()
    await syncOnce({ home, url: sandbox.url, runId: 'r1', ...few })
    undisturbed = await counts(home)
  })

  test('the budget stops it at a commit, and the next run goes on', async () => {
    const other = await newHome()
    const stopped = await syncOnce({ home: other, url: sandbox.url, runId: 'r1', ...few, maxCalls: 8 })
    expect(problemOf(stopped)).toMatchObject({ code: 'BUDGET_SPENT', exitCode: 5 })
    expect(stopped.callsUsed).toBe(8)
    const resumed = await syncOnce({ home: other, url: sandbox.url, runId: 'r2', ...few })
    expect(problemOf(resumed)).toBeUndefined()
    expect(await counts(other)).toEqual(undisturbed)
  })

  test('a stream that is lost leaves the others alone and is read the next time', async () => {
    const other = await newHome()
    sandbox.setFaults([{ name: 'error_with_200', path: '/sale/sales', times: Infinity }])
    const lame = await syncOnce({ home: other, url: sandbox.url, runId: 'r1', ...few }).finally(() =>
      sandbox.setFaults([]),
    )
    const lost = lame.streams.filter(({ status }) => status !== 'complete').map(({ stream }) => stream)
    expect(lost).toEqual(['sales'])
    expect(problemOf(lame)).toMatchObject({ code: 'STREAM_LOST' })
    await syncOnce({ home: other, url: sandbox.url, runId: 'r2', ...few })
    expect(await counts(other)).toEqual(undisturbed)
  })

  test('a stop signal ends it at a commit boundary', async () => {
    const other = await newHome()
    const stop = new AbortController()
    const stopped = syncOnce({
      home: other,
      url: sandbox.url,
      runId: 'r1',
      ...few,
      signal: stop.signal,
      progress: (event) => {
        if (event.kind === 'commit' && event.stream === 'locations')
          stop.abort(new Error('stopped by SIGTERM'))
      },
    })
    await expect(stopped).rejects.toThrow('stopped by SIGTERM')
    await syncOnce({ home: other, url: sandbox.url, runId: 'r2', ...few })
    expect(await counts(other)).toEqual(undisturbed)
  })
})
