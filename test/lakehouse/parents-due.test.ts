// Which parents are asked, and how many: once a day, changed ones first, an even refresh, and never more than the share.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planParents } from '../../src/lakehouse/parents-due.ts'
import type { DueClock } from '../../src/lakehouse/parents-due.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Parent, Stream } from '../../src/source/stream.ts'
import { loadMade, orders, parcels } from './hand-made.ts'
import { tempHome } from './line.ts'

const parcelsOf = (name: string, parent: Partial<Parent>): Stream => ({
  ...parcels,
  name,
  parent: parcels.parent && { ...parcels.parent, batch: 1, ...parent },
})
const daily = parcelsOf('daily_parcels', { due: 'daily' })
const rolling = parcelsOf('rolling_parcels', { refreshDays: 10 })
const shared = parcelsOf('shared_parcels', { share: 0.5, batch: 2 })
const over = parcelsOf('over_parcels', { positive: 'Parcels', recent: { field: 'At', days: 1 } })
const scanned: Stream = {
  ...parcels,
  name: 'scanned_parcels',
  parent: parcels.parent && { ...parcels.parent, field: 'Lines[].Code', batch: 1 },
}

let warehouse: Warehouse
let remove: () => Promise<void>

beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [orders, parcels, daily, rolling, shared, over, scanned])
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

const at = (text: string): Date => new Date(`2026-01-${text}:00Z`)
const plan = (stream: Stream, now: string, more: Partial<DueClock> = {}) =>
  planParents(warehouse, stream, 7, {
    now: () => at(now),
    zoneOf: () => 'America/Los_Angeles',
    all: false,
    ...more,
  })
const keys = async (stream: Stream, now: string): Promise<readonly string[]> => (await plan(stream, now)).keys

const loadOrders = (ids: readonly number[], more: object = {}, runId = 'orders') =>
  loadMade(warehouse, orders, runId, [
    { pages: [{ rows: ids.map((Id) => ({ Id, At: '2026-01-05T10:00:00', ...more })) }] },
  ])
/** Asks parents at a time; each has one parcel. */
const ask = (stream: Stream, now: string, parents: readonly string[]) =>
  loadMade(
    warehouse,
    stream,
    `asked at ${now}`,
    parents.map((parent) => ({
      parents: [parent],
      pages: [{ rows: [{ Id: Number(parent) * 10, OrderId: Number(parent) }] }],
    })),
    { at: at(now) },
  )

test('a daily stream asks everybody once a local day, and goes on where it was cut', async () => {
  await loadOrders([1, 2, 3])
  await ask(daily, '10T20:00', ['1', '2'])
  expect(await keys(daily, '10T21:00')).toEqual(['3'])
  await ask(daily, '10T21:00', ['3'])
  expect(await keys(daily, '11T07:59')).toEqual([])
  // Midnight in Los Angeles is 08:00 UTC.
  expect(await keys(daily, '11T08:00')).toEqual(['1', '2', '3'])
})

test('the refresh is spread evenly, those asked longest ago first, nobody twice a day', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => index + 1)
  await loadOrders(ids)
  const all = ids.map(String)
  await ask(rolling, '10T08:00', all.slice(0, 10))
  await ask(rolling, '10T09:00', all.slice(10))
  expect(await keys(rolling, '10T12:00')).toEqual([])
  // A day later a tenth of 40 is owed.
  expect(await keys(rolling, '11T09:00')).toHaveLength(4)
  const due = await keys(rolling, '11T09:30')
  expect(due.every((key) => Number(key) <= 10)).toBe(true)
  expect(due).toHaveLength(5)
  // A reason comes first.
  await loadOrders([40], { Note: 'changed' }, 'later')
  expect((await keys(rolling, '11T09:00'))[0]).toBe('40')
})

test('a share is of the calls that are left; the rest waits, and comes first the next time', async () => {
  await loadOrders([1, 2, 3, 4, 5, 6, 7])
  const half = await plan(shared, '10T08:00', { callsLeft: () => Promise.resolve(5) })
  expect(half).toEqual({ keys: ['1', '2', '3', '4'], waiting: 3, present: 7 })
  await ask(shared, '10T08:00', half.keys)
  await loadOrders([1, 2], { Note: 'changed' }, 'later')
  const next = await plan(shared, '11T08:00', { callsLeft: () => Promise.resolve(4) })
  expect(next).toEqual({ keys: ['5', '6', '7', '1'], waiting: 1, present: 7 })
  expect(await plan(shared, '11T08:00', { callsLeft: () => Promise.resolve(1) })).toMatchObject({
    keys: [],
    waiting: 5,
  })
  expect((await plan(shared, '11T08:00', { callsLeft: () => Promise.resolve(undefined) })).waiting).toBe(0)
})

test('what counts nothing is asked once when it is over: a count may leave rows out', async () => {
  await loadOrders([1], { Parcels: 0 })
  expect(await keys(over, '05T18:00')).toEqual([])
  expect(await keys(over, '06T18:00')).toEqual(['1'])
  await loadMade(warehouse, over, 'asked', [{ parents: ['1'], pages: [{ rows: [] }] }], {
    at: at('06T18:00'),
  })
  expect(await keys(over, '06T19:00')).toEqual([])
  // The look-back of orders is over.
  await loadOrders([2], { Parcels: 0 })
  expect(await keys(over, '20T18:00')).toEqual([])
})

test('a missing row that no answer settles is asked for once a day, not at every run', async () => {
  const parent = rolling
  await loadOrders([1, 2])
  await ask(parent, '10T08:00', ['1', '2'])
  const emptied = (runId: string, now: string) =>
    loadMade(
      warehouse,
      parent,
      runId,
      [{ parents: ['1'], pages: [{ rows: runId === 'r2' ? [{ Id: 11, OrderId: 1 }] : [] }] }],
      { at: at(now) },
    )
  await emptied('r2', '10T09:00')
  expect(await keys(parent, '10T10:00')).toEqual(['1'])
  await emptied('r3', '10T10:00')
  expect(await keys(parent, '10T11:00')).toEqual([])
  expect(await keys(parent, '11T10:00')).toContain('1')
})

test('parents may stand in a nested list', async () => {
  await loadOrders([1], { Lines: [{ Code: 'A' }, { Code: 'B' }, { Code: 'A' }, { Code: '' }, {}] })
  await loadOrders([2], { Lines: null }, 'later')
  expect([...(await keys(scanned, '10T08:00'))].sort()).toEqual(['A', 'B'])
})
