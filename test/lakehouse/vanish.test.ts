// What is no longer there: when a missing key becomes a deleted row, and whom to ask so that it does.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import type { Stream } from '../../src/source/stream.ts'
import { loadMade, orders, parcels } from './hand-made.ts'
import { tempHome } from './line.ts'

/** As class_visits to classes: asked per order, and only where the order counts parcels. */
const counted: Stream = {
  ...parcels,
  name: 'counted_parcels',
  parent: parcels.parent && { ...parcels.parent, batch: 1, positive: 'Parcels' },
}
/** As client_visits to clients: a parcel of the other stream names the order it belongs to. */
const traced: Stream = {
  ...parcels,
  name: 'traced_parcels',
  parent: parcels.parent && {
    ...parcels.parent,
    batch: 1,
    seenIn: [{ stream: 'counted_parcels', field: 'OrderId' }],
  },
}

/** Asked for some days only; the note is the day. */
const dated: Stream = {
  ...parcels,
  name: 'dated_parcels',
  parent: parcels.parent && {
    ...parcels.parent,
    span: { startParam: 'from', endParam: 'to', from: 'start_date', lookaheadDays: 0, field: 'Note' },
  },
}

let warehouse: Warehouse
let remove: () => Promise<void>

beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [orders, parcels, counted, traced, dated])
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

const rows = <T = Record<string, unknown>>(sql: string): Promise<T[]> =>
  warehouse.exclusive((duck) => duck.rows<T>(sql))

describe('vanishing', () => {
  const order = (Id: number, day = '05'): object => ({ Id, At: `2026-01-${day}T10:00:00` })
  const deleted = async (): Promise<unknown[]> =>
    (await rows<{ Id: number }>('select "Id" from raw.orders where _deleted_at is not null order by 1')).map(
      ({ Id }) => Id,
    )
  const load = (runId: string, records: readonly object[], concludes = true) =>
    loadMade(warehouse, orders, runId, [{ concludes, pages: [{ rows: records }] }])

  test('two runs must miss a key before it is deleted', async () => {
    await load('r1', [order(1), order(2)])
    await load('r2', [order(1)])
    expect(await deleted()).toEqual([])
    await load('r2', [order(1)])
    expect(await deleted()).toEqual([])
    await load('r3', [order(1)])
    expect(await deleted()).toEqual([2])
    await load('r4', [order(1), order(2)])
    expect(await deleted()).toEqual([])
    expect((await rows<{ event: string }>('from ledger.missing_key')).map(({ event }) => event)).toEqual([
      'missing',
      'deleted',
      'seen',
    ])
  })

  test('a key seen in between starts over', async () => {
    await load('r1', [order(1), order(2)])
    await load('r2', [order(1)])
    await load('r3', [order(1), order(2)])
    await load('r4', [order(1)])
    expect(await deleted()).toEqual([])
    await load('r5', [order(1)])
    expect(await deleted()).toEqual([2])
  })

  test('nothing is learnt from an empty answer, from other days, or from a pass that does not conclude', async () => {
    await load('r1', [order(1), order(2)])
    for (const runId of ['r2', 'r3']) {
      await expect(load(runId, [])).rejects.toMatchObject({ code: 'ANSWER_BROKEN', exitCode: 6 })
    }
    for (const runId of ['r4', 'r5']) await load(runId, [order(1)], false)
    for (const runId of ['r6', 'r7']) {
      const window = { from: '2026-01-06', to: '2026-01-31' }
      await loadMade(warehouse, orders, runId, [{ window, pages: [{ rows: [order(3, '07')] }] }])
    }
    expect(await rows('from ledger.missing_key')).toEqual([])
  })

  test('a parent with an empty roster loses nothing; one with a shorter roster does', async () => {
    const parcel = (Id: number, OrderId: number): object => ({ Id, OrderId })
    const ask = (runId: string, records: readonly object[]) =>
      loadMade(warehouse, parcels, runId, [{ parents: ['1', '2'], pages: [{ rows: records }] }])
    await ask('r1', [parcel(1, 1), parcel(2, 1), parcel(3, 2)])
    for (const runId of ['r2', 'r3']) await ask(runId, [parcel(1, 1)])
    expect(await rows('select "Id" from raw.parcels where _deleted_at is not null')).toEqual([{ Id: 2 }])
  })
})

test('rows outside the days asked for lose nothing by their absence', async () => {
  const parcel = (Id: number, day: string): object => ({ Id, OrderId: 1, Note: `2026-01-${day}T10:00:00` })
  const ask = (runId: string, from: string, records: readonly object[]) =>
    loadMade(warehouse, dated, runId, [
      { parents: ['1'], window: { from, to: '2026-01-31' }, pages: [{ rows: records }] },
    ])
  await ask('r1', '2026-01-01', [parcel(1, '05'), parcel(2, '15'), parcel(3, '20')])
  for (const runId of ['r2', 'r3']) await ask(runId, '2026-01-10', [parcel(3, '20')])
  expect(await rows('select "Id" from raw.dated_parcels where _deleted_at is not null')).toEqual([{ Id: 2 }])
})

describe('parents of missing keys', () => {
  const parcel = (Id: number, OrderId: number): object => ({ Id, OrderId })
  /** Orders with the number of parcels each says it has. */
  const countOrders = (runId: string, counts: Readonly<Record<number, number | null>>) =>
    loadMade(warehouse, orders, runId, [
      {
        pages: [
          {
            rows: Object.entries(counts).map(([id, Parcels]) => ({
              Id: Number(id),
              At: '2026-01-05T10:00:00',
              Parcels,
            })),
          },
        ],
      },
    ])
  /** One slice per order asked, each with its parcels. */
  const ask = (stream: Stream, runId: string, answers: Readonly<Record<number, readonly number[]>>) =>
    loadMade(
      warehouse,
      stream,
      runId,
      Object.entries(answers).map(([order, parcelIds]) => ({
        parents: [order],
        pages: [{ rows: parcelIds.map((id) => parcel(id, Number(order))) }],
      })),
    )
  const due = async (stream: Stream): Promise<string[]> => {
    const keys = parentKeysOf(warehouse, {
      now: () => new Date('2026-02-01T12:00:00Z'),
      zoneOf: () => 'UTC',
      all: false,
    })
    const found: string[] = []
    for await (const key of keys.due(stream, 7)) found.push(key)
    return found.sort()
  }
  const deletedIn = async (stream: Stream): Promise<number[]> =>
    (
      await rows<{ Id: number }>(
        `select "Id" from raw.${stream.name} where _deleted_at is not null order by 1`,
      )
    ).map(({ Id }) => Id)

  test('a parent without a count is asked: sites that hide open spaces send none', async () => {
    await countOrders('r1', { 1: 2, 2: 0, 3: null })
    expect(await due(counted)).toEqual(['1', '3'])
  })

  test('are asked again until a second run agrees, though nothing else about them changes', async () => {
    await countOrders('r1', { 1: 2, 2: 1 })
    await ask(counted, 'r1', { 1: [1, 2], 2: [3] })
    expect(await due(counted)).toEqual([])
    await countOrders('r2', { 1: 1, 2: 1 })
    expect(await due(counted)).toEqual(['1'])
    await ask(counted, 'r2', { 1: [1] })
    expect(await due(counted)).toEqual(['1'])
    await ask(counted, 'r3', { 1: [1] })
    expect(await deletedIn(counted)).toEqual([2])
    expect(await due(counted)).toEqual([])
  })

  test('are asked again until the key is seen', async () => {
    await countOrders('r1', { 1: 2 })
    await ask(counted, 'r1', { 1: [1, 2] })
    await ask(counted, 'r2', { 1: [1] })
    expect(await due(counted)).toEqual(['1'])
    await ask(counted, 'r3', { 1: [1, 2] })
    expect(await due(counted)).toEqual([])
    expect(await deletedIn(counted)).toEqual([])
  })

  test('are asked in the other stream that tells of the same rows', async () => {
    await countOrders('r1', { 1: 2, 2: 1 })
    await ask(counted, 'r1', { 1: [1, 2], 2: [3] })
    await ask(traced, 'r1', { 1: [1, 2], 2: [3] })
    expect(await due(traced)).toEqual([])
    await ask(counted, 'r2', { 1: [1] })
    expect(await due(traced)).toEqual(['1'])
  })

  test('are asked when their count falls to zero; count and roster together say that all are gone', async () => {
    await countOrders('r1', { 1: 1, 2: 1 })
    await ask(counted, 'r1', { 1: [1], 2: [3] })
    await countOrders('r2', { 1: 0, 2: 1 })
    expect(await due(counted)).toEqual(['1'])
    await ask(counted, 'r2', { 1: [] })
    expect(await due(counted)).toEqual(['1'])
    expect(await deletedIn(counted)).toEqual([])
    await ask(counted, 'r3', { 1: [] })
    expect(await deletedIn(counted)).toEqual([1])
    expect(await due(counted)).toEqual([])
  })

  test('lose nothing to an empty roster alone, nor to a count that is older than the row', async () => {
    await countOrders('r1', { 1: 1, 2: 0 })
    await ask(counted, 'r1', { 1: [1], 2: [2] })
    for (const runId of ['r2', 'r3']) await ask(counted, runId, { 1: [], 2: [] })
    expect(await rows('from ledger.missing_key')).toEqual([])
    expect(await due(counted)).toEqual([])
  })
})
