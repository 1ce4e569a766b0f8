// Empty answers where rows are known: refused, unless something else of the stream lives, or the user says so twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { widened } from '../../src/lakehouse/empty-answers.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { defineStream } from '../../src/source/stream.ts'
import type { Stream } from '../../src/source/stream.ts'
import { loadMade, orders, parcels } from './hand-made.ts'
import { tempHome } from './line.ts'

const whole: Stream = { ...orders, name: 'whole_orders', incremental: { kind: 'full' } }
const counted: Stream = {
  ...parcels,
  name: 'counted_parcels',
  parent: parcels.parent && { ...parcels.parent, positive: 'Parcels' },
}
const unpaged = defineStream({ ...whole, name: 'unpaged_orders', paged: false })

let warehouse: Warehouse
let remove: () => Promise<void>

beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [orders, parcels, whole, counted, unpaged])
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

const order = (Id: number, more: object = {}): object => ({ Id, At: '2026-01-05T10:00:00', ...more })
const load = (
  stream: Stream,
  runId: string,
  records: readonly object[],
  more: Parameters<typeof loadMade>[4] = {},
) => loadMade(warehouse, stream, runId, [{ pages: [{ rows: records }] }], more)
const present = async (stream: Stream): Promise<number> => warehouse.rowCount(stream, 7)

describe('an empty answer', () => {
  test.each([orders, whole, unpaged])(
    'for $name is refused where rows are known, and moves nothing',
    async (stream) => {
      await load(stream, 'r1', [order(1), order(2)])
      const refused = load(stream, 'r2', [])
      await expect(refused).rejects.toMatchObject({ code: 'ANSWER_BROKEN', exitCode: 6 })
      await expect(refused).rejects.toThrow(/is empty, where 2 rows are known/)
      expect(await warehouse.newestCommit()).toBe(1)
      expect(await present(stream)).toBe(2)
    },
  )

  test('where nothing is known is a fact', async () => {
    await load(whole, 'r1', [])
    await load(whole, 'r2', [])
    expect(await warehouse.newestCommit()).toBe(2)
  })

  test('is believed when the user says so and two readings a day apart agree', async () => {
    const accept = (runId: string, at: string) =>
      load(whole, runId, [], { acceptsEmpty: true, at: new Date(at) })
    await load(whole, 'r1', [order(1)])
    await accept('r2', '2026-02-01T12:00:00Z')
    await accept('r3', '2026-02-02T11:00:00Z')
    expect(await present(whole)).toBe(1)
    await accept('r4', '2026-02-02T12:00:00Z')
    expect(await present(whole)).toBe(0)
    await load(whole, 'r5', [])
  })
})

describe('empty rosters', () => {
  const ids = [1, 2, 3]
  const ask = (stream: Stream, runId: string, rosters: Readonly<Record<number, readonly number[]>>) =>
    loadMade(
      warehouse,
      stream,
      runId,
      Object.entries(rosters).map(([parent, parcelIds]) => ({
        parents: [parent],
        pages: [{ rows: parcelIds.map((Id) => ({ Id, OrderId: Number(parent) })) }],
      })),
    )

  test('of three parents at once are refused; of one beside others that answer they are not', async () => {
    await ask(parcels, 'r1', { 1: [1], 2: [2], 3: [3] })
    await expect(ask(parcels, 'r2', { 1: [], 2: [], 3: [] })).rejects.toMatchObject({ code: 'ANSWER_BROKEN' })
    const asked = await warehouse.exclusive((duck) => duck.rows('select distinct seq from meta.parent_reads'))
    expect(asked).toEqual([{ seq: 0 }])
    await ask(parcels, 'r3', { 1: [], 2: [2], 3: [] })
    await ask(parcels, 'r4', { 1: [], 3: [] })
    expect(await present(parcels)).toBe(3)
  })

  test('of parents that a limit of pages left unasked say nothing', async () => {
    await ask(parcels, 'r1', { 1: [1], 2: [2], 3: [3] })
    const unasked = ids.map((id) => ({ parents: [String(id)], concludes: false, pages: [] }))
    await loadMade(warehouse, parcels, 'r2', unasked)
    expect(await present(parcels)).toBe(3)
  })

  test('are a fact where the parents say themselves that they have none', async () => {
    await load(
      orders,
      'r1',
      ids.map((id) => order(id, { Parcels: 1 })),
    )
    await ask(counted, 'r1', { 1: [1], 2: [2], 3: [3] })
    await load(
      orders,
      'r2',
      ids.map((id) => order(id, { Parcels: 0 })),
    )
    for (const runId of ['r2', 'r3']) await ask(counted, runId, { 1: [], 2: [], 3: [] })
    expect(await present(counted)).toBe(0)
  })
})

test('a slice that concludes nothing is widened to one that concludes nothing', () => {
  const window = { from: '2026-01-30', to: '2026-01-31' }
  const slice = { stream: orders, siteId: 7, id: 'look', query: [], window, concludes: false }
  expect(widened(slice, '2025-01-01')).toMatchObject({ concludes: false })
  expect(widened({ ...slice, concludes: true }, '2025-01-01')).toMatchObject({ concludes: true })
})
