// Parents that are named inside a nested list of raw: found whatever the list holds.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parentKeysOf } from '../../src/lakehouse/parents-due.ts'
import { Warehouse } from '../../src/lakehouse/warehouse.ts'
import { defineStream } from '../../src/source/stream.ts'
import { loadMade, orders } from './hand-made.ts'
import { tempHome } from './line.ts'

const codes = defineStream({
  name: 'codes',
  path: '/sale/code',
  rows: '',
  holds: 'object',
  key: ['Code'],
  about: 'Codes made up for tests.',
  paged: false,
  parent: { stream: 'orders', field: 'Lines[].Code', param: 'code', batch: 1, as: 'Code', due: 'changed' },
  fields: { Left: 'money' },
})

let warehouse: Warehouse
let remove: () => Promise<void>
beforeEach(async () => {
  const temp = await tempHome()
  remove = temp.remove
  warehouse = await Warehouse.open(temp.home, [orders, codes])
})
afterEach(async () => {
  await warehouse.close()
  await remove()
})

const due = async (): Promise<readonly string[]> => {
  const now = (): Date => new Date('2026-02-01T13:00:00Z')
  const keys = parentKeysOf(warehouse, { now, zoneOf: () => 'UTC', all: false })
  const found: string[] = []
  for await (const key of keys.due(codes, 7)) found.push(key)
  return found
}

test('each code of an order is asked once, and again when its order changes', async () => {
  const order = (Id: number, Lines: unknown): object => ({ Id, At: '2026-01-05T10:00:00', Lines })
  const made = [
    order(1, [{ Code: 'b' }, { Code: 5 }, { Code: null }, { Code: '' }, {}]),
    order(2, [{ Code: 'b' }, { Code: 'a' }]),
    order(3, null),
    order(4, 'none'),
    order(5, []),
  ]
  await loadMade(warehouse, orders, 'r1', [{ pages: [{ rows: made }] }])
  expect((await due()).toSorted()).toEqual(['5', 'a', 'b'])
  const answers = ['5', 'a', 'b'].map((code) => ({ parents: [code], pages: [{ rows: '{"Left":1.5}' }] }))
  await loadMade(warehouse, codes, 'r1', answers)
  expect(await due()).toEqual([])
  const changed = made.with(1, order(2, [{ Code: 'a' }, { Code: 'c' }]))
  await loadMade(warehouse, orders, 'r2', [{ pages: [{ rows: changed }] }])
  expect((await due()).toSorted()).toEqual(['a', 'c'])
})
