// Dirty marks over a studio that lives on: what they name is as Mindbody has it after the pull, for as few calls as may be.
import { cp } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordsOf } from '../../src/sandbox/truth.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Row } from '../../src/source/records.ts'
import { streamNamed } from '../source/odd-answers.ts'
import { markDirty } from '../../src/lakehouse/dirty-marks.ts'
import { problemOf } from '../../src/lakehouse/sync.ts'
import { mark, pullOnce } from './dirty-line.ts'
import type { PullOptions } from './dirty-line.ts'
import { query, syncOnce, tempHome } from './line.ts'
import { asRecord } from './raw-records.ts'

const siteId = 10_002
const names = ['sites', 'clients', 'classes', 'appointments', 'sales', 'class_visits', 'client_contracts']
const startDate = '2026-06-01'
const few = { streams: names, config: { site_ids: [siteId], start_date: startDate } }

let sandbox: Sandbox
let before: string
const removals: (() => Promise<void>)[] = []
/** Records of a stream as text, by key, as they were before the day. */
const old = new Map<string, ReadonlyMap<string, string>>()

const keyOf = (stream: string, record: Row): string => String(record[streamNamed(stream).key[0] ?? ''])

const truthOf = (stream: string): ReadonlyMap<string, Row> =>
  new Map(recordsOf(sandbox.business, stream, siteId).map((record) => [keyOf(stream, record), record]))

/** Records that the day has brought or changed, among those that a sync would hold. */
const changedIn = (stream: string): readonly Row[] =>
  [...truthOf(stream)].flatMap(([key, record]) =>
    old.get(stream)?.get(key) === JSON.stringify(record) ? [] : [record],
  )

/** A home as it was before the day. */
const homeBefore = async (): Promise<string> => {
  const { home, remove } = await tempHome()
  removals.push(remove)
  await cp(before, home, { recursive: true })
  return home
}

beforeAll(async () => {
  sandbox = await startSandbox()
  const { home, remove } = await tempHome()
  removals.push(remove)
  before = home
  await syncOnce({ home, url: sandbox.url, runId: 'r1', ...few })
  for (const stream of names) {
    old.set(stream, new Map([...truthOf(stream)].map(([key, record]) => [key, JSON.stringify(record)])))
  }
  sandbox.advance(1)
})
afterAll(async () => {
  await sandbox.close()
  for (const remove of removals) await remove()
})

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

/** Keys of records that raw holds otherwise than Mindbody. */
const wrongIn = async (home: string, stream: string, records: readonly Row[]): Promise<readonly string[]> => {
  const card = streamNamed(stream)
  const rows = await query<Row>(home, `from raw.${stream} where _deleted_at is null`)
  const held = new Map(rows.map((row) => [keyOf(stream, row), asRecord(card, row)]))
  const shown = Object.keys(card.fields).filter(
    (name) => card.fields[name] !== 'object' && card.fields[name] !== 'list',
  )
  return records
    .filter((record) =>
      shown.some((name) => (held.get(keyOf(stream, record))?.[name] ?? null) !== (record[name] ?? null)),
    )
    .map((record) => keyOf(stream, record))
}

/** Days the home has read. */
const isRead = ({ StartDateTime: start }: Row): boolean => typeof start !== 'string' || start >= startDate

describe('what a day has changed', () => {
  test('is as Mindbody has it: 20 rows a call, and many sales by their days', async () => {
    const home = await homeBefore()
    const streams = ['clients', 'classes', 'appointments', 'sales']
    const changed = new Map(streams.map((stream) => [stream, changedIn(stream).filter(isRead)]))
    const marks = [...changed].flatMap(([stream, records]) =>
      records.map((record) => mark(siteId, stream, 'key', keyOf(stream, record))),
    )
    const made = await pull(home, 'p1', { marks })
    expect(made.left).toEqual([])
    expect(made.pulls.map(({ stream, pulled, gone }) => ({ stream, pulled, gone }))).toEqual(
      streams.map((stream) => ({ stream, pulled: changed.get(stream)?.length, gone: [] })),
    )
    for (const [stream, records] of changed) {
      expect(records.length).toBeGreaterThan(0)
      expect(await wrongIn(home, stream, records)).toEqual([])
      const calls = made.pulls.find((one) => one.stream === stream)?.calls
      if (stream !== 'sales') expect(calls).toBe(Math.ceil(records.length / 20))
      else expect(calls).toBeLessThan(records.length)
    }
  })

  test('days that a gap and many sales name are read once', async () => {
    const home = await homeBefore()
    const sales = changedIn('sales').filter(isRead)
    expect(sales.length).toBeGreaterThan(3)
    const today = new Date(sandbox.now).toISOString().slice(0, 10)
    // What the keys alone would have read: the day before they were told of, and all days since.
    const gap = mark(siteId, 'sales', 'days', `2026-06-29..${today}`)
    // Its answer tells Mindbody's clock.
    const client = mark(siteId, 'clients', 'key', String([...truthOf('clients').keys()][0]))
    const made = await pull(home, 'p1', {
      marks: [...sales.map((record) => mark(siteId, 'sales', 'key', keyOf('sales', record))), gap, client],
    })
    expect(made.left).toEqual([])
    expect(made.pulls).toMatchObject([{ pulled: 1 }, { pulled: sales.length + 1 }])
    expect(await wrongIn(home, 'sales', sales)).toEqual([])
    const days = await pull(await homeBefore(), 'p2', { marks: [gap, client] })
    expect(made.calls).toBe(days.calls)
  })

  test('per parent: clients by the id that stays or by the public one, strangers asked for first', async () => {
    const home = await homeBefore()
    const visits = changedIn('class_visits')
    const classes = new Set(visits.map(({ ClassId: id }) => String(id)))
    const [stranger, known] = truthOf('clients').values()
    const made = await pull(home, 'p1', {
      prepare: (warehouse) =>
        warehouse.exclusive((duck) =>
          duck.run(`delete from raw.clients where "UniqueId" = ${String(stranger?.['UniqueId'])}`),
        ),
      marks: [
        ...[...classes].map((id) => mark(siteId, 'class_visits', 'parent', id)),
        mark(siteId, 'client_contracts', 'parent', String(stranger?.['UniqueId'])),
        mark(siteId, 'client_contracts', 'alias', String(known?.['Id'])),
        mark(siteId, 'client_contracts', 'parent', '999999999'),
      ],
    })
    expect(made.left).toEqual([])
    expect(await wrongIn(home, 'class_visits', visits)).toEqual([])
    expect(await wrongIn(home, 'clients', stranger === undefined ? [] : [stranger])).toEqual([])
    const told = made.pulls.map(({ stream, pulled, calls, gone }) => ({ stream, pulled, calls, gone }))
    expect(told).toEqual([
      { stream: 'clients', pulled: 0, calls: 1, gone: ['999999999'] },
      { stream: 'class_visits', pulled: classes.size, calls: classes.size, gone: [] },
      { stream: 'client_contracts', pulled: 2, calls: 2, gone: ['999999999'] },
    ])
  })

  test('a sync that pulls first asks nobody twice', async () => {
    const marks = changedIn('classes')
      .filter(isRead)
      .flatMap((record) => [
        mark(siteId, 'classes', 'key', keyOf('classes', record)),
        mark(siteId, 'class_visits', 'parent', keyOf('classes', record)),
      ])
    const from = sandbox.calls.length
    const synced = await syncOnce({
      home: await homeBefore(),
      url: sandbox.url,
      runId: 'r2',
      ...few,
      first: ({ warehouse }) => warehouse.exclusive((duck) => duck.transaction(() => markDirty(duck, marks))),
    })
    expect(problemOf(synced)).toBeUndefined()
    const rosters = sandbox.calls.slice(from).filter(({ path }) => path === '/class/classvisits')
    expect(rosters.length).toBeGreaterThanOrEqual(marks.length / 2)
    expect(new Set(rosters.map((call) => call.query)).size).toBe(rosters.length)
    // Beyond what a sync costs anyway: one call for 20 classes.
    const first = synced.dirty.map(({ stream, calls }) => [stream, calls])
    expect(first).toEqual([
      ['classes', Math.ceil(marks.length / 2 / 20)],
      ['class_visits', marks.length / 2],
    ])
  })

  test('parents that lost all they had are believed once another one answers, and not in an outage', async () => {
    const home = await homeBefore()
    const holders = new Set([...truthOf('client_contracts').values()].map(({ ClientId: id }) => String(id)))
    const lost = [...truthOf('clients').values()]
      .map(({ Id: id }) => String(id))
      .filter((id) => !holders.has(id))
    const emptied = lost.slice(0, 3)
    const since = new Date(sandbox.business.now)
    const marks = emptied.map((id) => ({ ...mark(siteId, 'client_contracts', 'alias', id), since }))
    const prepare: PullOptions['prepare'] = (warehouse) =>
      warehouse.exclusive(async (duck) => {
        for (const id of emptied)
          await duck.run(`insert into raw.client_contracts
            select * replace ('${id}' as "ClientId", "Id" + hash('${id}') % 1000000 + 1000000 as "Id") from raw.client_contracts limit 1`)
      })
    sandbox.setFaults([{ name: 'empty_lists', path: '/client/clientcontracts', times: Infinity }])
    const outage = await pull(home, 'p1', { marks, prepare })
    sandbox.setFaults([])
    expect(outage.pulls).toMatchObject([{ pulled: 0, left: 3, problem: { code: 'ANSWER_BROKEN' } }])
    const made = await pull(home, 'p2', {})
    expect(made.pulls).toMatchObject([{ pulled: 3, left: 0 }])
    expect(made.pulls[0]?.problem).toBeUndefined()
  })
})
